import { Command, CommanderError, Option } from 'commander';
import { refuseRepeats } from './commands/repeated-options.ts';
import { ReportctlError } from './core/errors.ts';
import { EXIT, type ExitCode } from './core/exit-codes.ts';
import type { Io } from './core/io.ts';
import { createRedactor } from './core/redact.ts';
import { secretsOf } from './core/settings-sources.ts';
import { visible } from './core/visible.ts';
import { databaseError } from './db/pool.ts';

/** What a subcommand's module exports: how to parse it and what it does. Its action reports the exit code. */
export interface CommandModule {
  define(io: Io, exit: (code: ExitCode) => void): Command;
}

interface Subcommand {
  summary: string;
  load: () => Promise<CommandModule>;
}

/** Loaded only when called: `tick` must not pay for the PDF's libraries. */
const SUBCOMMANDS: Record<string, Subcommand> = {
  tick: { summary: 'dispatch due schedules and work them off', load: () => import('./commands/tick.ts') },
  generate: { summary: 'make one report now, and deliver or save it', load: () => import('./commands/generate.ts') },
  'limit-check': { summary: "check an account's monthly plan limit", load: () => import('./commands/limit-check.ts') },
  cache: { summary: 'read, change and flush the cache', load: () => import('./commands/cache.ts') },
  'qa-deliver': {
    summary: 'try the whole delivery path with temporary schedules',
    load: () => import('./commands/qa-deliver.ts'),
  },
  accounts: { summary: 'add, change, list and show accounts', load: () => import('./commands/accounts.ts') },
  plans: { summary: 'list, add and change plans', load: () => import('./commands/plans.ts') },
  stats: { summary: "show a market's figures", load: () => import('./commands/stats.ts') },
  schedules: { summary: 'add, list, show, pause and resume schedules', load: () => import('./commands/schedules.ts') },
  suppressions: {
    summary: 'list and change the addresses that an account must not write to',
    load: () => import('./commands/suppressions.ts'),
  },
  unsubscribe: {
    summary: 'take the address of an unsubscribe link off its list',
    load: () => import('./commands/unsubscribe.ts'),
  },
  'serve-unsubscribe': {
    summary: 'answer unsubscribe links behind a web server',
    load: () => import('./commands/serve-unsubscribe.ts'),
  },
  runs: { summary: 'list, show, retry and cancel runs', load: () => import('./commands/runs.ts') },
  hold: { summary: 'stop and resume all sending, on every host', load: () => import('./commands/hold.ts') },
  status: { summary: 'show how things stand, and what needs a person', load: () => import('./commands/status.ts') },
  prune: { summary: 'delete what need not be kept any longer', load: () => import('./commands/prune.ts') },
  ping: { summary: 'fetch KEEPALIVE_URL', load: () => import('./commands/ping.ts') },
  metrics: { summary: 'print how things stand as Prometheus metrics', load: () => import('./commands/metrics.ts') },
  doctor: {
    summary: 'check this host, its settings and all that it talks to',
    load: () => import('./commands/doctor.ts'),
  },
  config: { summary: 'show each setting and where its value comes from', load: () => import('./commands/config.ts') },
  insights: { summary: 'check the narrative of a report', load: () => import('./commands/insights.ts') },
  db: { summary: 'migrate the database, start and stop the embedded one', load: () => import('./commands/db.ts') },
};

/** Commands whose next word is a command again. */
const GROUPS = new Set(['cache', 'accounts', 'plans', 'schedules', 'suppressions', 'runs', 'hold', 'insights', 'db']);

export const VERSION = '0.1.0';

const EXAMPLES = `
Examples:
  $ reportctl qa-deliver --deliver-to me@example.com --quick
  $ reportctl schedules list
  $ reportctl tick --json`;

/**
 * Runs one command line and resolves to its exit code. Bad input and faults end in one sentence on stderr; the stack
 * is shown with --debug only.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  try {
    const program = await buildProgram(argv, io, (exit) => {
      code = exit;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, argv, io);
  }
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

async function buildProgram(argv: readonly string[], process: Io, exit: (code: ExitCode) => void): Promise<Command> {
  const io: { -readonly [K in keyof Io]: Io[K] } = { ...process };
  const program = new Command('reportctl')
    .description('Makes and delivers recurring real-estate market reports.')
    .version(VERSION)
    .option('--debug', 'show stack traces')
    .addHelpText('after', EXAMPLES);
  const called = argv.find((word) => !word.startsWith('-'));
  for (const [name, { summary, load }] of Object.entries(SUBCOMMANDS)) {
    const subcommand = name === called ? (await load()).define(io, exit) : new Command(name).description(summary);
    program.addCommand(subcommand);
  }
  prepare(program, io);
  program.hook('preAction', (_program, command) => {
    io.logLevel = command.opts<{ logLevel?: string }>().logLevel;
  });
  return program;
}

/** Errors are thrown, not printed and exited on; output goes where it was handed in; --debug is known everywhere. */
function prepare(command: Command, io: Io): void {
  // Beside a long synopsis a meaning gets few columns, and is to stay within them.
  command.configureHelp({ minWidthToWrap: 20 });
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    // We say it ourselves, in one sentence.
    writeErr: () => {},
  });
  if (command.parent) command.option('--debug', 'show stack traces');
  if (command.parent && command.commands.length === 0) {
    command.addOption(new Option('--log-level <level>', 'the least severe level to log').choices(LOG_LEVELS));
  }
  refuseRepeats(command);
  for (const subcommand of command.commands) prepare(subcommand, io);
}

function reportError(thrown: unknown, argv: readonly string[], io: Io): ExitCode {
  if (thrown instanceof CommanderError) return reportUsage(thrown, argv, io);
  const error = databaseError(thrown);
  const known = error instanceof ReportctlError;
  // A ReportctlError's own sentence is written to be shown; anything else may hold whatever a library put into it.
  const redact = createRedactor(secretsOf(io.env, io.cwd));
  const message = known
    ? error.message
    : `An unexpected error occurred: ${error instanceof Error ? error.message : error}`;
  io.stderr.write(`reportctl: ${visible(known ? message : redact(message))}\n`);
  if (argv.includes('--debug')) io.stderr.write(`${redact(stackOf(error)).split('\n').map(visible).join('\n')}\n`);
  else if (!known) io.stderr.write('This is a defect; --debug shows where.\n');
  return known ? error.exitCode : EXIT.workFailed;
}

function reportUsage(error: CommanderError, argv: readonly string[], io: Io): ExitCode {
  if (error.exitCode === 0) return EXIT.done;
  const help = ['reportctl', ...calledWords(argv), '--help'].join(' ');
  const message = error.code === 'commander.help' ? 'no command given' : error.message.replace(/^error: /, '');
  io.stderr.write(`reportctl: ${visible(message.replaceAll('\n', ' ')).replace(/\.?$/, '.')} See: ${help}\n`);
  return EXIT.usage;
}

/** The command that was called, with its own subcommand where it has such: `schedules add`. */
function calledWords(argv: readonly string[]): string[] {
  const at = argv.findIndex((word) => Object.hasOwn(SUBCOMMANDS, word));
  const [called, next] = at < 0 ? [] : argv.slice(at, at + 2);
  if (called === undefined) return [];
  return GROUPS.has(called) && next !== undefined && /^[a-z][a-z-]*$/.test(next) ? [called, next] : [called];
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
