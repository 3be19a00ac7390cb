import { Command } from 'commander';
import { withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { type Hold, readHold, setHold } from '../ops/hold.ts';
import { printJson, printLine } from './support.ts';

const EXAMPLES = `
While a hold is on, no host claims a run or sends a message; due schedules are
still dispatched and wait.

Examples:
  $ reportctl hold on --reason "mail provider migrates"
  $ reportctl hold off
  $ reportctl hold status --json`;

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  const hold = new Command('hold')
    .description('Stops and resumes all sending, on every host.')
    .addHelpText('after', EXAMPLES);
  hold
    .command('on')
    .description('stop claiming and sending everywhere')
    .option('--reason <text>', 'shown to whoever looks')
    .action((options: { reason?: string }) => change(io, true, options.reason ?? null));
  hold
    .command('off')
    .description('resume')
    .action(() => change(io, false, null));
  hold
    .command('status')
    .description('say whether a hold is on')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const state = await withApp(io, {}, async (app) => readHold((await app.database()).pool));
      if (options.json) printJson(io, state);
      else printLine(io, inWords(state));
    });
  return hold;
}

async function change(io: Io, on: boolean, reason: string | null): Promise<void> {
  const state = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const before = await readHold(pool);
    // Turning it on twice must not hide since when it is on.
    const since = on ? (before.since ?? clock.now()) : null;
    const after = { on, reason: on ? (reason ?? before.reason) : null, since };
    await setHold(pool, after);
    return after;
  });
  printLine(io, inWords(state));
}

function inWords({ on, reason, since }: Hold): string {
  if (!on) return 'no hold is on';
  return `a hold is on since ${since?.toISOString() ?? 'unknown'}${reason ? `: ${reason}` : ''}`;
}
