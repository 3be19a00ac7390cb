import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'vitest';
import { freePort } from './free-port.ts';

const serverPath = findOnPath(['redis-server', 'valkey-server']);
const givenUrl = process.env.TEST_REDIS_URL;

/** True where a Redis of our own can be started, to be stopped, paused and filled as a test likes. */
export const redisAvailable = serverPath !== null;

const PROGRAMS = 'redis-server or valkey-server on PATH';

/** `describe` for tests that need a Redis of their own. */
export const describeWithRedisServer = (name: string, tests: () => void): void =>
  describeIf(redisAvailable, PROGRAMS, name, tests);

/** `describe` for tests that any Redis will do for, also one that is only reachable: TEST_REDIS_URL. */
export const describeWithRedis = (name: string, tests: () => void): void =>
  describeIf(redisAvailable || givenUrl !== undefined, `${PROGRAMS}, or TEST_REDIS_URL`, name, tests);

/** Without what they need, tests are skipped by name, or fail where nothing may be skipped. */
function describeIf(available: boolean, need: string, name: string, tests: () => void): void {
  if (available) describe(name, tests);
  else if (process.env.REQUIRE_ALL_TESTS === '1') {
    test(`${name}: needs ${need}`, () => {
      throw new Error(`There is no ${need}, and REQUIRE_ALL_TESTS=1 allows no skip.`);
    });
  } else describe.skip(`${name} [SKIPPED: no ${need}]`, tests);
}

/** A private server, or TEST_REDIS_URL: name a database there that the tests may empty. */
export async function openRedis(): Promise<Pick<RedisServer, 'url' | 'stop'>> {
  if (redisAvailable || givenUrl === undefined) return startRedisServer();
  return { url: givenUrl, stop: async () => {} };
}

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** SIGKILL, and gone when it resolves. */
  kill(): Promise<void>;
  /** Starts again on the same port, empty. */
  start(): Promise<void>;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

/** A private redis-server on a free port of 127.0.0.1, without persistence; `args` as on its command line. */
export async function startRedisServer(args: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'reportctl-redis-'));
  const port = await freePort();
  const command = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  let server = await launch([...command, ...args]);
  const reap = () => server.kill('SIGKILL');
  process.once('exit', reap);
  const kill = () => terminate(server);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    kill,
    start: async () => {
      server = await launch([...command, ...args]);
    },
    stop: async () => {
      await kill();
      process.off('exit', reap);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(args: readonly string[]): Promise<ChildProcess> {
  if (serverPath === null) throw new Error('No redis-server or valkey-server on PATH.');
  const server = spawn(serverPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: string[] = [];
  for await (const line of createInterface({ input: server.stdout })) {
    output.push(line);
    if (!line.includes('Ready to accept connections')) continue;
    server.stdout.resume();
    return server;
  }
  throw new Error(`The Redis server did not start:\n${output.join('\n')}`);
}

function terminate(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGKILL');
  });
}

function findOnPath(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
