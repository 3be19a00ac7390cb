import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { embeddedStatus, stopEmbedded } from '../../src/db/embedded/index.ts';
import { findServerPackage } from '../../src/db/embedded/package.ts';
import { commandLine, isAlive } from '../../src/db/embedded/processes.ts';
import { ensurePrograms } from '../../src/db/embedded/programs.ts';

export const asRoot = process.getuid?.() === 0;

/** A child process that holds, or failed to get, the embedded database. */
export interface Child {
  process: ChildProcess;
  /** What it said after opening. */
  said: Promise<{ url?: string; message?: string; code?: string; exitCode?: number }>;
  /** Ends its stdin, so that it releases and ends; resolves to its exit code. */
  leave(): Promise<number | null>;
  kill(): Promise<void>;
}

/** A workshop for one test file: data folders, child processes, and the removal of both. */
export interface Workshop {
  root: string;
  /** A new data folder's path; with the programs in it already, unless `bare`. */
  dataDir(options?: { bare?: boolean; name?: string }): Promise<string>;
  child(dataDir: string, options?: { uid?: number; home?: string }): Child;
  close(): Promise<void>;
}

/** The bundled child and the package beside it, as if installed with `npm ci --ignore-scripts`, read-only for others. */
export async function openWorkshop(): Promise<Workshop> {
  const root = await mkdtemp(join(tmpdir(), 'reportctl-embedded-'));
  await chmod(root, 0o711);
  await bundleChild(join(root, 'app/child.mjs'));
  await installPackage(join(root, 'app'));
  const programs = join(root, 'programs');
  await mkdir(programs);
  await ensurePrograms(programs, false);
  const folders: string[] = [];
  return {
    root,
    dataDir: async ({ bare = false, name = 'data' } = {}) => {
      const parent = await mkdtemp(join(root, 'test-'));
      await chmod(parent, 0o711);
      const folder = join(parent, name);
      if (!bare) await linkTree(programs, folder);
      folders.push(folder);
      return folder;
    },
    child: (dataDir, options = {}) => startChild(join(root, 'app/child.mjs'), dataDir, options),
    close: async () => {
      for (const dataDir of folders) await stopEmbedded({ dataDir, force: true }).catch(() => {});
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function bundleChild(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, 'embedded-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    // pg is CommonJS and asks for Node's own modules.
    banner: {
      js: "import * as banner from 'node:module'; const require = banner.createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}

async function installPackage(app: string): Promise<void> {
  const { path } = findServerPackage();
  const name = path.slice(dirname(dirname(path)).length);
  const target = join(app, 'node_modules', name);
  await cp(path, target, { recursive: true, filter: (source) => !/\.a$/.test(source) });
  const libraries = join(target, 'native/lib');
  for (const entry of await readdir(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(libraries, entry.name));
  }
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory() ? linkTree(source, target) : link(source, target));
  }
}

function startChild(script: string, dataDir: string, { uid, home }: { uid?: number; home?: string }): Child {
  const env = { PATH: process.env.PATH, ...(home && { HOME: home }) };
  const ids = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(nodeFor(uid), [script, dataDir], {
    env,
    cwd: '/',
    ...ids,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`The child ended (${code}) without a word`)));
  const said = Promise.race([once(createInterface(child.stdout), 'line'), ended]).then(([line]) => JSON.parse(line));
  ended.catch(() => {}); // most end without having been raced
  return {
    process: child,
    said,
    leave: async () => {
      child.stdin.end();
      return (await exited)[0];
    },
    kill: async () => {
      // The whole process group, as a terminal does: the server must not be in it.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Node itself may lie below /root, closed to other users; the system's own is the only other choice then. */
function nodeFor(uid: number | undefined): string {
  if (uid === undefined) return process.execPath;
  const reachable = spawnSync(process.execPath, ['-e', '0'], { uid, cwd: '/' }).status === 0;
  return reachable ? process.execPath : '/usr/bin/node';
}

/** The server's process id; fails the test where none runs. */
export async function serverPid(dataDir: string): Promise<number> {
  const { pid } = await embeddedStatus({ dataDir });
  if (pid === null) throw new Error('no server runs');
  return pid;
}

/** False for a process that ended, even where nobody has collected it yet. */
export const isRunning = (pid: number): boolean =>
  isAlive(pid) && (commandLine(pid)?.length ?? Number.POSITIVE_INFINITY) > 0;
