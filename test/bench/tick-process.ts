import { writeSync } from 'node:fs';
import { noOp, runNoOpTick } from './support/no-op-tick.ts';

/** What the process prints to its fourth stream; memory in bytes. */
export interface MemoryUse {
  completed: number;
  durationMs: number;
  /** Resident memory after each thousandth run. */
  resident: number[];
  peak: number;
}

const [url = ''] = process.argv.slice(2);
const resident: number[] = [];
let runs = 0;
const { completed, durationMs } = await runNoOpTick(url, (run, context) => {
  runs += 1;
  if (runs % 1_000 === 0) resident.push(process.memoryUsage.rss());
  return noOp(run, context);
});
const use: MemoryUse = { completed, durationMs, resident, peak: process.resourceUsage().maxRSS * 1024 };
writeSync(3, JSON.stringify(use));
