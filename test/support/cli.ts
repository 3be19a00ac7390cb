import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli.ts';

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
  close(): Promise<void>;
}

/** In-process, with the program's streams captured: what a user would see and nothing else. */
export async function createCliHost(env: Record<string, string | undefined>): Promise<CliHost> {
  const cwd = await mkdtemp(join(tmpdir(), 'reportctl-cli-'));
  const host: CliHost = {
    cwd,
    env: { OUTBOX_DIR: join(cwd, 'outbox'), ...env },
    run: (...argv) => run(argv, host),
    close: () => rm(cwd, { recursive: true, force: true }),
  };
  return host;
}

async function run(argv: string[], { cwd, env }: CliHost): Promise<CliResult> {
  const [stdout, stderr] = [capture(), capture()];
  const code = await runCli(argv, {
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    cwd,
    home: cwd,
    stop: new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text(), json: () => JSON.parse(stdout.text()) };
}

function capture() {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
