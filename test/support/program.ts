import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundledOnce } from './bundled-once.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the sources as they are now, as the installed program is bundled; once for a run of tests. */
async function buildProgram(): Promise<string> {
  const folder = await bundledOnce('program', async (target) => {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs', target], { cwd: root });
  });
  return `${folder}/main.js`;
}

export interface ProgramResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
}

export interface RunningProgram {
  child: ChildProcess;
  ended: Promise<ProgramResult>;
}

/** Starts the program as a process of its own; nothing of the test's environment reaches it but what is given. */
export async function startProgram(argv: readonly string[], options: ProgramOptions): Promise<RunningProgram> {
  const main = await buildProgram();
  const env = { PATH: process.env.PATH, ...options.env };
  const child = spawn(process.execPath, [main, ...argv], { cwd: options.cwd, env, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  return { child, ended };
}

export const runProgram = async (argv: readonly string[], options: ProgramOptions): Promise<ProgramResult> =>
  (await startProgram(argv, options)).ended;
