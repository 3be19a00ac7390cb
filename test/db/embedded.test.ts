import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { embeddedStatus, openEmbedded, startEmbedded, stopEmbedded } from '../../src/db/embedded/index.ts';
import { isRunning, openWorkshop, serverPid, type Workshop } from './embedded-support.ts';

// A first use waits 2,000 times for the disk: 2 s alone on it, 20 s beside other test runs.
const FIRST_USE_MS = 400_000;
let workshop: Workshop;
// One folder for all tests but the first: making a data directory waits a thousand times for the disk. Each test
// leaves it without a server.
let dataDir: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  dataDir = await workshop.dataDir();
});
afterEach(async () => {
  expect(await stopEmbedded({ dataDir, force: true })).toBe('not_running');
});
afterAll(() => workshop.close());

test(
  'eight commands that open an empty folder at once share one server, and the last one out stops it',
  async () => {
    const empty = await workshop.dataDir({ bare: true });
    const children = Array.from({ length: 8 }, () => workshop.child(empty));
    const said = await Promise.all(children.map((child) => child.said));
    expect(said.map(({ message }) => message)).toEqual(Array(8).fill(undefined));
    const pid = await serverPid(empty);
    expect(startsInLog(empty)).toBe(1);
    const [last, ...others] = children;
    await Promise.all(others.map((child) => child.leave()));
    expect(isRunning(pid)).toBe(true);
    expect(await last?.leave()).toBe(0);
    expect(isRunning(pid)).toBe(false);
    // No half-made copies, no lock file, no leftover of the seven that were not needed.
    expect(readdirSync(empty).filter((name) => /partial|starting/.test(name))).toEqual([]);
  },
  FIRST_USE_MS,
);

test('eight commands that leave at once leave no server behind', async () => {
  const children = Array.from({ length: 8 }, () => workshop.child(dataDir));
  await Promise.all(children.map((child) => child.said));
  const pid = await serverPid(dataDir);
  expect(await Promise.all(children.map((child) => child.leave()))).toEqual(Array(8).fill(0));
  expect(isRunning(pid)).toBe(false);
});

test('a command that leaves while another one comes, twenty times over', async () => {
  let held = await openEmbedded({ dataDir });
  for (let round = 0; round < 20; round += 1) {
    const [next] = await Promise.all([openEmbedded({ dataDir }), held.release()]);
    await query(next.url, 'select 1');
    held = next;
  }
  const pid = await serverPid(dataDir);
  await held.release();
  expect(isRunning(pid)).toBe(false);
});

test('data written before the last one left is there for the next', async () => {
  const first = await openEmbedded({ dataDir });
  await query(first.url, 'create table kept_data as select 1 as n');
  await first.release();
  const second = await openEmbedded({ dataDir });
  expect(await query(second.url, 'select n from kept_data')).toEqual([{ n: 1 }]);
  await second.release();
});

test('a server started on purpose stays without users until it is stopped', async () => {
  const unused = { running: false, version: null, dataDir: '/nowhere', pid: null, kept: false };
  expect(await embeddedStatus({ dataDir: '/nowhere' })).toEqual(unused);
  const { pid } = await startEmbedded({ dataDir });
  const child = workshop.child(dataDir);
  await child.said;
  expect(await child.leave()).toBe(0);
  expect(await embeddedStatus({ dataDir })).toEqual({
    running: true,
    version: expect.stringMatching(/^\d+\.\d+$/),
    dataDir,
    pid,
    kept: true,
  });
  expect(await stopEmbedded({ dataDir })).toBe('stopped');
  expect(isRunning(Number(pid))).toBe(false);
  expect(await embeddedStatus({ dataDir })).toMatchObject({ running: false, version: '18', pid: null, kept: false });
  expect(await stopEmbedded({ dataDir })).toBe('not_running');
});

test('a server on which somebody works is left to the last one out, unless forced', async () => {
  await startEmbedded({ dataDir });
  const child = workshop.child(dataDir);
  await child.said;
  const pid = await serverPid(dataDir);
  expect(await stopEmbedded({ dataDir })).toBe('in_use');
  expect(isRunning(pid)).toBe(true);
  await child.leave();
  expect(isRunning(pid)).toBe(false);

  const another = workshop.child(dataDir);
  await another.said;
  expect(await stopEmbedded({ dataDir, force: true })).toBe('stopped');
  expect(await another.leave()).toBe(0);
});

test('after kill -9 of the only command the next one finds the server, and stops it', async () => {
  const killed = workshop.child(dataDir);
  await killed.said;
  const pid = await serverPid(dataDir);
  await killed.kill();
  expect(isRunning(pid)).toBe(true);
  const next = workshop.child(dataDir);
  expect(await next.said).toMatchObject({ url: expect.any(String) });
  expect(await serverPid(dataDir)).toBe(pid);
  expect(await next.leave()).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test('after kill -9 of the server the next command starts it again, over its stale files', async () => {
  const first = await openEmbedded({ dataDir });
  await query(first.url, 'create table survivors as select 1 as n');
  const pid = await serverPid(dataDir);
  process.kill(pid, 'SIGKILL');
  const second = await openEmbedded({ dataDir });
  expect(await serverPid(dataDir)).not.toBe(pid);
  expect(await query(second.url, 'select n from survivors')).toEqual([{ n: 1 }]);
  await first.release(); // of a server that is no more
  expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await second.release();
});

test("a stale postmaster.pid whose id is by now another program's does not stop the start, nor is that one stopped", async () => {
  await (await openEmbedded({ dataDir })).release();
  const cluster = join(dataDir, 'postgres');
  const { uid, gid } = statSync(cluster);
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
  await writeFile(join(cluster, 'postmaster.pid'), `${stranger.pid}\n${cluster}\n1\n5432\n\n\n`);
  expect(await stopEmbedded({ dataDir, force: true })).toBe('not_running');
  const database = await openEmbedded({ dataDir });
  await database.release();
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
});

test('what a starter killed half-way left behind is cleared away', async () => {
  const dead = spawn('true', { stdio: 'ignore' });
  await new Promise((resolve) => dead.once('exit', resolve));
  await writeFile(join(dataDir, 'starting'), `${dead.pid} 0123456789ab`);
  await writeFile(join(dataDir, `postgres.partial-${dead.pid}-00ff`), '');
  await (await openEmbedded({ dataDir })).release();
  expect(readdirSync(dataDir).filter((name) => /partial|starting/.test(name))).toEqual([]);
});

test('no TCP port is open, and the socket is for its owner alone', async () => {
  const database = await openEmbedded({ dataDir });
  expect(await query(database.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  expect(listeningTcpSockets(await serverPid(dataDir))).toEqual([]);
  const host = new URL(database.url).searchParams.get('host') ?? '';
  expect(statSync(host).mode & 0o777).toBe(0o700);
  expect(statSync(join(host, '.s.PGSQL.5432')).mode & 0o777).toBe(0o700);
  await database.release();
});

test('the server does not inherit the secrets of the command that started it', async () => {
  process.env.SMTP_URL = 'smtp://user:hunter2@mail.example';
  const database = await openEmbedded({ dataDir }).finally(() => delete process.env.SMTP_URL);
  const environment = await readFile(`/proc/${await serverPid(dataDir)}/environ`, 'utf8');
  expect(environment).toContain('TZ=UTC');
  expect(environment).not.toContain('hunter2');
  await database.release();
});

test('the database is durable, in UTC, in UTF-8, and has room for many commands', async () => {
  const database = await openEmbedded({ dataDir });
  expect(
    await query(
      database.url,
      `select current_setting('fsync') as fsync, current_setting('timezone') as zone, lower('É') as lower,
              current_setting('server_encoding') as encoding, current_setting('max_connections')::int >= 100 as room`,
    ),
  ).toEqual([{ fsync: 'on', zone: 'UTC', lower: 'é', encoding: 'UTF8', room: true }]);
  await database.release();
});

test('a data directory of another major version is refused in one sentence', async () => {
  await (await openEmbedded({ dataDir })).release();
  const version = join(dataDir, 'postgres/PG_VERSION');
  await writeFile(version, '17\n');
  await expect(openEmbedded({ dataDir })).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringMatching(
      /was made by PostgreSQL 17 and this program brings 18: use the reportctl that made it/,
    ),
  });
  await writeFile(version, '18\n');
});

test('a server that cannot start says why, and where its log is', async () => {
  await (await openEmbedded({ dataDir })).release();
  const control = join(dataDir, 'postgres/global/pg_control');
  await rename(control, `${control}.away`);
  await expect(openEmbedded({ dataDir })).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/does not start \(.*pg_control.*\): see .*server\.log, or set DATABASE_URL/),
  });
  await rename(`${control}.away`, control);
});

function startsInLog(dataDir: string): number {
  return readFileSync(join(dataDir, 'server.log'), 'utf8').match(/starting PostgreSQL/g)?.length ?? 0;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => {}); // some tests kill the server under it
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The inodes of the TCP sockets among a process' open files. */
function listeningTcpSockets(pid: number): string[] {
  const tables = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'utf8')).join('');
  const inodes = new Set(tables.split('\n').map((line) => line.trim().split(/\s+/)[9]));
  return readdirSync(`/proc/${pid}/fd`)
    .map((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? '')
    .filter((inode) => inode !== '' && inodes.has(inode));
}
