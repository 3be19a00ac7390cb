import { homedir } from 'node:os';
import { runCli } from './cli.ts';
import { EXIT } from './core/exit-codes.ts';
import { heedOutput } from './core/heed-output.ts';
import { withSystemConfig } from './core/system-config.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Aborts at the first signal: claim nothing more, finish or give back. The second one finds no handler and ends the
 * process at once, as SIGKILL would; whatever it held is rescued when its lease ends.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    for (const name of SIGNALS) process.removeListener(name, onSignal);
    stop.abort(signal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return stop.signal;
}

/** A closing connection whose peer fell silent would hold the process for minutes; output to a pipe is written at once. */
const LINGER_MS = 2_000;

/** Undefined for a folder that was deleted under us: it has no name, and nothing can be found from it. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Undefined for a user without one: containers run as users that the system does not know. */
function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** The process around the program: arguments, streams, signals. Resolves to the exit code. */
async function main(): Promise<number> {
  heedOutput(process);
  const cwd = workingFolder();
  if (cwd === undefined) {
    process.stderr.write('reportctl: The working folder was deleted. Change to another one (cd) and run it again.\n');
    return EXIT.config;
  }
  return runCli(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: withSystemConfig(process.env),
    cwd,
    home: homeFolder(),
    stop: stopSignal(),
  });
}

process.exitCode = await main();
setTimeout(() => process.exit(), LINGER_MS).unref();
