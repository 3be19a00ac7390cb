import { isIP } from 'node:net';
import type { Redis } from 'ioredis';
import { withinDeadline } from './deadline.ts';
import { replyCode } from './redis-errors.ts';

export interface DialOptions {
  url: string;
  /** For everything: name resolution, connecting, TLS, credentials, first answer. */
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * One connected and answering client that never reconnects, queues or resends by itself: what to do about a loss is
 * RedisLink's decision. Rejects with the driver's error, after the deadline or on abort, and leaves no socket behind.
 */
export async function dialRedis({ url, timeoutMs, signal }: DialOptions): Promise<Redis> {
  const startedAt = performance.now();
  // 29 ms to load: paid by those who use Redis only.
  const { Redis } = await import('ioredis');
  const target = new URL(url);
  const client = new Redis({
    ...address(target),
    protocol: 2,
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
  });
  // ioredis tells why a connection failed by this event; its promises say "Connection is closed." only.
  let reason: unknown;
  client.on('error', (error) => {
    reason ??= error;
  });
  try {
    signal.throwIfAborted();
    const left = timeoutMs - (performance.now() - startedAt);
    await withinDeadline(introduce(client, target), left, signal);
    return client;
  } catch (error) {
    hangUp(client);
    throw reason ?? error;
  }
}

/** Closes the socket at once. ioredis' disconnect() waits two seconds for a server that is stopped. */
export function hangUp(client: Redis): void {
  client.disconnect();
  client.stream?.destroy();
}

function address(target: URL) {
  const host = target.hostname.replace(/^\[|\]$/g, '') || 'localhost';
  const port = Number(target.port || 6379);
  if (target.protocol !== 'rediss:') return { host, port };
  return { host, port, tls: isIP(host) ? {} : { servername: host } };
}

/**
 * Credentials and database by hand: left to ioredis, a password that the server does not want is printed to the
 * console, and a database that does not exist silently becomes database 0.
 */
async function introduce(client: Redis, target: URL): Promise<void> {
  await client.connect();
  const [username, password] = [target.username, target.password].map(decodeURIComponent);
  if (password) await authenticate(client, password, username);
  const database = target.pathname.replace('/', '');
  if (database !== '') await client.select(database);
  await client.ping();
}

async function authenticate(client: Redis, password: string, username: string | undefined): Promise<void> {
  try {
    await (username ? client.auth(username, password) : client.auth(password));
  } catch (error) {
    // A plain ERR is a server that wants no password, or one before Redis 6 with another: PING will tell them apart.
    if (replyCode(error) !== 'ERR') throw error;
  }
}
