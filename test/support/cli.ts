import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli.ts';
import { assertNothingLeaked } from './secrets.ts';

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON. */
  json(): unknown;
}

/** A folder and an environment in which commands run as on a host of their own. */
export interface CliHost {
  cwd: string;
  env: Record<string, string | undefined>;
  run(...argv: string[]): Promise<CliResult>;
  /** The same with something on stdin, a terminal, or a signal that stops it; `stdout` is told of what is printed. */
  runWith(streams: CliStreams, ...argv: string[]): Promise<CliResult>;
  /** The same on a terminal of so many columns. */
  onTerminal(columns: number, ...argv: string[]): Promise<CliResult>;
  close(): Promise<void>;
}

export interface CliStreams {
  stdin?: string;
  /** stdin is a terminal, at which `stdin` is typed. */
  terminal?: boolean;
  /** stdout and stderr are a terminal of so many columns. */
  columns?: number;
  stop?: AbortSignal;
  onStdout?: (text: string) => void;
}

/** In-process, with the program's streams captured: what a user would see and nothing else. */
export async function createCliHost(env: Record<string, string | undefined>): Promise<CliHost> {
  const cwd = await mkdtemp(join(tmpdir(), 'reportctl-cli-'));
  const host: CliHost = {
    cwd,
    env: { OUTBOX_DIR: join(cwd, 'outbox'), ...env },
    run: (...argv) => run(argv, host, {}),
    runWith: (streams, ...argv) => run(argv, host, streams),
    onTerminal: (columns, ...argv) => run(argv, host, { columns }),
    close: () => rm(cwd, { recursive: true, force: true }),
  };
  return host;
}

async function run(argv: string[], { cwd, env }: CliHost, streams: CliStreams): Promise<CliResult> {
  const { columns, onStdout, stop = new AbortController().signal } = streams;
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const [stdout, stderr] = [capture(terminal), capture(terminal)];
  stdout.stream.on('data', (chunk: Buffer) => onStdout?.(chunk.toString()));
  const stdin = Object.assign(new PassThrough(), { isTTY: streams.terminal ?? false });
  stdin.end(streams.stdin);
  const code = await runCli(argv, {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    cwd,
    home: cwd,
    stop,
  });
  assertNothingLeaked({ env, argv, stdout: stdout.text(), stderr: stderr.text() });
  return { code, stdout: stdout.text(), stderr: stderr.text(), json: () => JSON.parse(stdout.text()) };
}

function capture(terminal: { isTTY?: boolean; columns?: number }) {
  const chunks: Buffer[] = [];
  const stream = Object.assign(new PassThrough(), terminal);
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
