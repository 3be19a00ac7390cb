import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { type App, withApp } from '../app/app.ts';
import { ReportctlError, usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { databaseError } from '../db/pool.ts';
import { attentions } from '../ops/attention.ts';
import { readStatus } from '../ops/status.ts';
import { statusLines, statusObject } from './status-text.ts';
import { parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
Exit code: 0 when all is well, 1 when something needs a person; the last lines
say what, and what to do.

Examples:
  $ reportctl status
  $ reportctl status --watch
  $ reportctl status --json | jq '.attention[].code'`;

interface StatusOptions {
  json?: boolean;
  watch?: number | true;
}

const WATCH_SECONDS = 5;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('status')
    .description('Shows on one screen how things stand, and what needs a person.')
    .option('--json', 'print JSON')
    .addOption(
      new Option('--watch [seconds]', `show it again every ${WATCH_SECONDS} seconds, until Ctrl-C`)
        .argParser(parseInteger(1, 3600))
        .conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ json, watch: every }: StatusOptions) => {
      if (every === undefined) return exit(await show(io, json ?? false));
      if (!io.stdout.isTTY) {
        throw usageError('--watch needs a terminal. In a script run: reportctl status --json', 'no_terminal');
      }
      await withApp(io, { logLevel: 'error' }, (app) => watch(app, every === true ? WATCH_SECONDS : every));
    });
}

async function show(io: Io, json: boolean): Promise<ExitCode> {
  const status = await withApp(io, { logLevel: 'error' }, read);
  const attention = attentions(status);
  if (json) printJson(io, statusObject(status, attention));
  else for (const line of statusLines(status, attention, io)) printLine(io, line);
  return attention.length === 0 ? EXIT.done : EXIT.workFailed;
}

async function read(app: App) {
  const { pool, clock } = await app.database();
  return readStatus(pool, clock.now());
}

/** Redraws in place; a database that is away for a while is shown as such, because that is when people watch. */
async function watch(app: App, seconds: number): Promise<void> {
  const { io } = app;
  while (!io.stop.aborted) {
    const lines = await screen(app);
    io.stdout.write('\u001b[H\u001b[J');
    for (const line of lines) printLine(io, line);
    await sleep(seconds * 1000, undefined, { signal: io.stop }).catch(() => {});
  }
}

async function screen(app: App): Promise<string[]> {
  try {
    const status = await read(app);
    return statusLines(status, attentions(status), app.io);
  } catch (thrown) {
    const error = databaseError(thrown);
    if (error instanceof ReportctlError && error.exitCode === EXIT.unavailable) return [error.message];
    throw error;
  }
}
