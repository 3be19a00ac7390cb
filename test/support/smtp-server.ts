import diagnosticsChannel from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMessage {
  from: string;
  to: string[];
  /** The bytes between DATA and the final dot, unstuffed. */
  raw: Buffer;
}

/** A refusal such as { code: 550, text: 'no such user' }. */
export interface Refusal {
  code: number;
  text: string;
}

export type DataBehaviour = 'accept' | 'drop_before_dot' | 'drop_after_dot' | Refusal;

/** What the server does, by recipient; everything is accepted where nothing is said. */
export interface SmtpScript {
  mail?(sender: string): Refusal | undefined;
  rcpt?(recipient: string): Refusal | undefined;
  /** Asked when the first bytes arrive for a drop before the dot, else when the whole message is there. */
  data?(recipient: string): DataBehaviour | Promise<DataBehaviour>;
}

/** What a whole message came to. */
export type MessageFate = 'accepted' | 'dropped' | 'refused';

const FATES: ReadonlyMap<DataBehaviour, MessageFate> = new Map([
  ['accept', 'accepted'],
  ['drop_after_dot', 'dropped'],
]);

export interface TestSmtpServer {
  url: string;
  port: number;
  /** Replace it to change the behaviour of the next message. */
  script: SmtpScript;
  /** Accepted messages, in order. */
  messages: ReceivedMessage[];
  /**
   * Emits 'dropped' when the script cut a connection, 'cut' when the client did in mid-message, 'received' when a whole
   * message is there, not yet answered, 'settled' with it and its fate before that is answered, 'noticed' when the
   * client's end of a connection, in this process, has closed.
   */
  events: EventEmitter;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that does what its script says. */
export async function startSmtpServer(
  script: SmtpScript = {},
  options: SMTPServerOptions = {},
): Promise<TestSmtpServer> {
  const sockets = new Map<number, Socket>();
  const handle: TestSmtpServer = {
    url: '',
    port: 0,
    script,
    messages: [],
    events: new EventEmitter(),
    close: async () => {
      diagnosticsChannel.unsubscribe(CLIENT_SOCKETS, watchClient);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  const watchClient = (published: unknown) => watchSocket(published, handle);
  diagnosticsChannel.subscribe(CLIENT_SOCKETS, watchClient);
  const drop = (session: SMTPServerSession) => {
    sockets.get(session.remotePort)?.destroy();
    handle.events.emit('dropped');
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onMailFrom: (address, _session, callback) => callback(refusal(handle.script.mail?.(address.address))),
    onRcptTo: (address, _session, callback) => callback(refusal(handle.script.rcpt?.(address.address))),
    onData: (stream, session, callback) => {
      void receive(handle, { stream, session, callback, drop });
    },
    ...options,
  });
  // Clients that cut a connection are what these tests are about.
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  handle.port = (server.server.address() as AddressInfo).port;
  handle.url = `smtp://127.0.0.1:${handle.port}`;
  return handle;
}

// Node publishes each outgoing connection here; a test cannot learn otherwise when the client saw that it was cut.
const CLIENT_SOCKETS = 'net.client.socket';

function watchSocket(published: unknown, { port, events }: TestSmtpServer): void {
  if (typeof published !== 'object' || published === null || !('socket' in published)) return;
  const { socket } = published;
  if (!(socket instanceof Socket)) return;
  socket.once('connect', () => {
    // One turn later, so that the client's own listeners have run.
    if (socket.remotePort === port) socket.once('close', () => setImmediate(() => events.emit('noticed')));
  });
}

interface Incoming {
  stream: NodeJS.ReadableStream;
  session: SMTPServerSession;
  callback: (error?: Error | null, message?: string) => void;
  drop: (session: SMTPServerSession) => void;
}

async function receive(handle: TestSmtpServer, { stream, session, callback, drop }: Incoming): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope;
  const to = rcptTo.map(({ address }) => address);
  const behaviour = handle.script.data?.(to[0] ?? '') ?? 'accept';
  if (behaviour === 'drop_before_dot') {
    await once(stream, 'data');
    return drop(session);
  }
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  } catch {
    handle.events.emit('cut'); // the client went away before the final dot: there is nobody to answer
    return;
  }
  handle.events.emit('received');
  const decided = await behaviour;
  const message: ReceivedMessage = { from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks) };
  handle.events.emit('settled', message, FATES.get(decided) ?? 'refused');
  if (decided === 'drop_after_dot') return drop(session);
  if (decided !== 'accept') return callback(refusal(decided as Refusal));
  handle.messages.push(message);
  callback(null, `OK queued as q${handle.messages.length}`);
}

function refusal(reply: Refusal | undefined): Error | null {
  return reply === undefined ? null : Object.assign(new Error(reply.text), { responseCode: reply.code });
}
