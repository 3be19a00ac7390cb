import { parseArgs } from 'node:util';
import { cache } from './cache/cache.ts';
import { claimGrowth } from './claim-growth.ts';
import { deliver } from './deliver/deliver.ts';
import { drain } from './drain/drain.ts';
import { fairness } from './fairness.ts';
import { cadenceGrid } from './grid.ts';
import { idle } from './idle.ts';
import { limits } from './limits/limits.ts';
import { memory } from './memory.ts';
import { report } from './report/report.ts';
import { stats } from './stats/stats.ts';
import type { Bench } from './support/bench.ts';
import { describeMachine } from './support/machine.ts';
import { machineLine, reportLines, reportObject } from './support/print.ts';

const BENCHES: Record<string, Bench> = {
  drain,
  deliver,
  limits,
  cache,
  'claim-growth': claimGrowth,
  fairness,
  idle,
  memory,
  'cadence-grid': cadenceGrid,
  stats,
  report,
};

const usage = (): string =>
  [
    'Usage: npm run bench -- <name>|all [--json] [--once]',
    ...Object.entries(BENCHES).map(([name, { summary }]) => `  ${name.padEnd(12)}  ${summary}`),
  ].join('\n');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, once: { type: 'boolean', default: false } },
  });
  const [name = ''] = positionals;
  const chosen = name === 'all' ? Object.entries(BENCHES) : Object.entries(BENCHES).filter(([key]) => key === name);
  if (positionals.length !== 1 || chosen.length === 0) {
    console.error(usage());
    return 2;
  }
  await runBenches(chosen, values);
  return 0;
}

async function runBenches(chosen: [string, Bench][], { json, once }: { json: boolean; once: boolean }): Promise<void> {
  const machine = describeMachine();
  const results: Record<string, unknown> = {};
  if (!json) console.log(machineLine(machine));
  for (const [name, bench] of chosen) {
    const report = await bench.run({ once, progress: (line) => console.error(`${name}: ${line}`) });
    results[name] = reportObject(report);
    if (!json) console.log(`\n${reportLines(name, report, once).join('\n')}`);
  }
  if (json) console.log(JSON.stringify({ machine, once, benchmarks: results }, null, 2));
}

process.exitCode = await main();
