import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundledOnce } from './bundled-once.ts';
import { assertNothingLeaked } from './secrets.ts';

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
  return start(process.execPath, [main, ...argv], options);
}

/**
 * Runs a line of bash in which `reportctl` is the program, and $NODE $MAIN what starts it. On a terminal, stdout is what is seen there, line breaks and
 * all; `script` is part of every Debian (util-linux, essential).
 */
export async function runShell(
  line: string,
  { env, cwd, terminal = false }: ProgramOptions & { terminal?: boolean },
): Promise<ProgramResult> {
  const main = await buildProgram();
  const definition = `NODE=${quoted(process.execPath)} MAIN=${quoted(main)}; reportctl() { "$NODE" "$MAIN" "$@"; }`;
  // Without a terminal bash may take itself for a login from afar, and read files of the home folder.
  const inBash = ['--norc', '--noprofile', '-c', `${definition}; ${line}`];
  const onTerminal = ['-qec', `stty cols 80 rows 24; bash ${inBash.map(quoted).join(' ')}`, '/dev/null'];
  const running = terminal ? start('script', onTerminal, { env, cwd }) : start('bash', inBash, { env, cwd });
  return running.ended;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function start(command: string, argv: readonly string[], options: ProgramOptions): RunningProgram {
  // The host's own settings are none of a test's.
  const env = { PATH: process.env.PATH, REPORTCTL_CONFIG: '', ...options.env };
  const child = spawn(command, argv, { cwd: options.cwd, env, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
    assertNothingLeaked({ env, argv, stdout, stderr });
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr };
  });
  return { child, ended };
}

export const runProgram = async (argv: readonly string[], options: ProgramOptions): Promise<ProgramResult> =>
  (await startProgram(argv, options)).ended;
