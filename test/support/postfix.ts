import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { freePort } from './free-port.ts';

const POSTFIX = '/usr/sbin/postfix';
const isRoot = process.getuid?.() === 0;
const mayBeRoot = isRoot || spawnSync('sudo', ['-n', 'true']).status === 0;
const available = existsSync(POSTFIX) && mayBeRoot;

/**
 * `describe` for tests against a real mail server. Only root can start one: an ordinary user's run says so in a test of
 * its own, which holds that this is the reason. A missing Postfix is a skip by name, and a failure where none is allowed.
 */
export function describeWithPostfix(name: string, tests: () => void): void {
  if (available) describe(name, tests);
  else if (!mayBeRoot) test(`${name}: NOT TRIED, neither root nor sudo`, () => expect(process.getuid?.()).not.toBe(0));
  else if (process.env.REQUIRE_ALL_TESTS === '1') {
    test(`${name}: needs Postfix`, () => {
      throw new Error('There is no Postfix, and REQUIRE_ALL_TESTS=1 allows no skip.');
    });
  } else describe.skip(`${name} [SKIPPED: no Postfix]`, tests);
}

/** What the mail server does with a recipient: Postfix's own words, such as "550 5.1.1 no such user". */
export type Policy = (recipient: string) => string;

export interface Postfix {
  url: string;
  /** Asked for each recipient, as greylisting servers are; "DUNNO" takes it. */
  policy: Policy;
  /** Messages in the mailbox once it holds `count`, as bytes; which of them came first is not known. */
  delivered(count: number): Promise<Buffer[]>;
  stop(): Promise<void>;
}

/** A Postfix of our own on a free port of 127.0.0.1 that delivers all of example.com into one Maildir. */
export async function startPostfix(): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'reportctl-postfix-'));
  // Its processes give up root, and have to get in.
  chmodSync(folder, 0o755);
  const handle: Postfix = { url: '', policy: () => 'DUNNO', delivered: async () => [], stop: async () => {} };
  const policyServer = await startPolicyServer((recipient) => handle.policy(recipient));
  const port = await freePort();
  writeConfiguration(folder, port, portOf(policyServer));
  const server = await launch(folder);
  handle.url = `smtp://127.0.0.1:${port}`;
  handle.delivered = (count) => waitForMail(join(folder, INBOX), count);
  handle.stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    asRoot(`'${POSTFIX}' -c '${folder}/etc' stop >'${folder}/stop.log' 2>&1`);
    await ended;
    policyServer.close();
    asRoot(`rm -rf '${folder}'`);
  };
  return handle;
}

const asRoot = (script: string): void => {
  const [command = '', ...args] = [...(isRoot ? [] : ['sudo', '-n']), 'sh', '-c', script];
  execFileSync(command, args, { stdio: 'inherit' });
};

// The mailbox's owner: never root, which Postfix refuses.
const OWNER = isRoot ? 65_534 : process.getuid?.();

function writeConfiguration(folder: string, port: number, policyPort: number): void {
  for (const name of ['etc', 'queue', 'data', INBOX, 'mail/all/cur', 'mail/all/tmp']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    maillog_file: '/dev/stdout',
    myhostname: 'mail.example.test',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    smtpd_peername_lookup: 'no',
    default_transport: 'error:nothing leaves this host',
    local_transport: 'error:nobody lives here',
    alias_maps: '',
    virtual_mailbox_domains: 'example.com',
    virtual_mailbox_base: `${folder}/mail`,
    virtual_mailbox_maps: 'static:all/',
    virtual_uid_maps: `static:${OWNER}`,
    virtual_gid_maps: `static:${OWNER}`,
    message_size_limit: '2000000',
    smtpd_recipient_restrictions: `check_policy_service inet:127.0.0.1:${policyPort}, permit_mynetworks, reject`,
  };
  const main = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(folder, 'etc/main.cf'), main.join(''));
  writeFileSync(join(folder, 'etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd\n${SERVICES}`);
}

// name, type, private, unprivileged, chroot, wakeup, most processes, command: what receiving and storing takes.
const SERVICES = `cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
qmgr unix n - n 300 1 qmgr
postlog unix-dgram n - n - 1 postlogd
`;

async function launch(folder: string): Promise<ChildProcess> {
  const own = `chown postfix '${folder}/data' && chown -R ${OWNER} '${folder}/mail' && chown -R root '${folder}/etc' '${folder}/queue'`;
  // Its log opens /dev/stdout anew, which a socket, as Node hands it out, does not allow.
  const script = `${own} && '${POSTFIX}' -c '${folder}/etc' start-fg 2>&1 | cat`;
  const [command = '', ...args] = [...(isRoot ? [] : ['sudo', '-n']), 'sh', '-c', script];
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  server.stderr.on('data', (chunk) => log.push(String(chunk)));
  for await (const line of createInterface({ input: server.stdout })) {
    log.push(line);
    if (!line.includes('daemon started')) continue;
    server.stdout.resume();
    return server;
  }
  throw new Error(`Postfix did not start:\n${log.join('\n')}`);
}

/** A message is moved there when it is whole. */
const INBOX = 'mail/all/new';

async function waitForMail(inbox: string, count: number): Promise<Buffer[]> {
  const watcher = watch(inbox);
  try {
    for (;;) {
      const changed = once(watcher, 'change');
      const names = readdirSync(inbox);
      if (names.length >= count) return names.map((name) => readFileSync(join(inbox, name)));
      await changed;
    }
  } finally {
    watcher.close();
  }
}

/** Postfix's policy protocol: lines of name=value and an empty one, answered by an action and an empty line. */
async function startPolicyServer(policy: Policy): Promise<Server> {
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const recipient = /^recipient=(.*)$/m.exec(rest.slice(0, end))?.[1] ?? '';
        rest = rest.slice(end + 2);
        socket.write(`action=${policy(recipient)}\n\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Postfix keeps its connections open.
  return server.unref();
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
