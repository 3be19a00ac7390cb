import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCluster } from '../../src/db/embedded/cluster.ts';
import { type EmbeddedFolder, embeddedFolder, embeddedUrl, SUPERUSER } from '../../src/db/embedded/folder.ts';
import { runningPostmaster } from '../../src/db/embedded/postmaster.ts';
import { prepareSocketDir } from '../../src/db/embedded/prepare.ts';
import { ensurePrograms } from '../../src/db/embedded/programs.ts';
import { serverSettings, spawnServer } from '../../src/db/embedded/server.ts';
import { serverUser } from '../../src/db/embedded/server-user.ts';
import { answersBeforeEnd } from '../../src/db/embedded/start.ts';
import { openPool } from '../../src/db/pool.ts';
import { freePort } from './free-port.ts';

export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/**
 * A throw-away PostgreSQL for one test run, or the one of TEST_DATABASE_URL. It listens on 127.0.0.1 so that tests can
 * put a proxy before it, with a password because any user of the host can reach that.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  return given ? { url: given, stop: async () => {} } : startOwnPostgres();
}

/** One of one's own, to be stopped and started again as a test likes. */
export interface OwnPostgres extends TestPostgres {
  /** Ends it, cleanly or as a crash would, and resolves when it is gone. */
  halt(mode: keyof typeof STOP_SIGNALS): Promise<void>;
  /** Starts it again on the same port, and resolves when it lets clients in. */
  resume(): Promise<void>;
}

/** PostgreSQL's own names: fast ends sessions and writes all down, immediate leaves that to the next start. */
const STOP_SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const root = await mkdtemp(join(tmpdir(), 'reportctl-test-'));
  await chmod(root, 0o711); // the server's user passes through
  const folder = embeddedFolder({ dataDir: root });
  const stop = watchOver(folder);
  try {
    const { url, launch } = await start(folder);
    return { url, stop, halt: (mode) => halt(folder, STOP_SIGNALS[mode]), resume: () => resume(url, launch) };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Started {
  url: string;
  /** Starts it once more; false when it ended instead. */
  launch: () => Promise<boolean>;
}

async function start(folder: EmbeddedFolder): Promise<Started> {
  const user = serverUser(folder);
  const programs = await ensurePrograms(folder.root, false);
  await ensureCluster(folder, programs, user, false);
  const rules = 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n';
  await writeFile(join(folder.cluster, 'pg_hba.conf'), rules);
  await prepareSocketDir(folder, user);
  // A free port may be taken by somebody else before the server has it.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const listening = { ...folder, port: await freePort() };
    const launch = async () => {
      const server = await spawnServer(listening, programs, user, testSettings(listening));
      return answersBeforeEnd(listening, server);
    };
    if (await launch()) return { url: await withPassword(listening), launch };
  }
  throw new Error(`The test PostgreSQL does not start: ${await readFile(folder.log, 'utf8')}`);
}

function testSettings(folder: EmbeddedFolder): Record<string, string> {
  return {
    ...serverSettings(folder),
    listen_addresses: '127.0.0.1',
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    // A new connection costs 3 ms less than with the default of 4,096.
    scram_iterations: '1',
  };
}

async function withPassword(folder: EmbeddedFolder): Promise<string> {
  const password = randomBytes(16).toString('hex');
  const pool = openPool(embeddedUrl(folder), { max: 1 });
  // Even "ready" takes a moment: until then the server answers that it is starting up.
  while (!(await pool.query('select 1').catch(() => undefined))) await sleep(10);
  await pool.query(`alter role ${SUPERUSER} password '${password}'`);
  await pool.end();
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${folder.port}/postgres`;
}

async function halt(folder: EmbeddedFolder, signal: NodeJS.Signals): Promise<void> {
  const pid = await runningPostmaster(folder);
  if (pid === undefined) return;
  process.kill(pid, signal);
  while ((await runningPostmaster(folder)) !== undefined) await sleep(10);
}

async function resume(url: string, launch: () => Promise<boolean>): Promise<void> {
  // After a crash its own children may hold the memory that the next one needs for a moment longer.
  while (!(await launch())) await sleep(50);
  const pool = openPool(url, { max: 1 });
  while (!(await pool.query('select 1').catch(() => undefined))) await sleep(10);
  await pool.end();
}

/**
 * A shell that waits for the end of its stdin, which comes with `stop` and with any death of this process, SIGKILL
 * included. It then ends the server by its id and removes the folder, again while a killed setup's child writes to it.
 */
function watchOver(folder: EmbeddedFolder): () => Promise<void> {
  const script = `cat >/dev/null
    pid=$(head -n 1 "$1/postmaster.pid") && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.05; done
    until rm -rf "$2"; do sleep 0.05; done`;
  const watchdog = spawn('sh', ['-c', script, 'watchdog', folder.cluster, folder.root], {
    detached: true, // Ctrl-C reaches the whole process group
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return async () => {
    watchdog.ref();
    const ended = once(watchdog, 'exit');
    watchdog.stdin?.end();
    await ended;
  };
}
