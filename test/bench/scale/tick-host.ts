import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStep } from '../../../src/runs/worker.ts';
import { noOp, runNoOpTick } from '../support/no-op-tick.ts';

// One host's tick in a process of its own: says that it is loaded, waits for the word, and tells which runs it made.
const [url = '', host = '', ms = '0'] = process.argv.slice(2);
const waitMs = Number(ms);
const made: string[] = [];
const step: RunStep = async (run, context) => {
  made.push(run.id);
  // A report mostly waits for others: the feed, the model, the mail server.
  if (waitMs > 0) await sleep(waitMs);
  return noOp(run, context);
};
writeSync(3, 'ready\n');
await once(process.stdin, 'data');
process.stdin.pause();
await runNoOpTick(url, step, { host });
writeSync(3, `${JSON.stringify(made)}\n`);
