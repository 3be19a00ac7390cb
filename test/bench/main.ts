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
import type { Results } from './page/results.ts';
import { writePage } from './page/write-page.ts';
import { report } from './report/report.ts';
import { scaleData } from './scale/data.ts';
import { scaleOut } from './scale/out.ts';
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
  'scale-out': scaleOut,
  'scale-data': scaleData,
  'cadence-grid': cadenceGrid,
  stats,
  report,
};

const usage = (): string =>
  [
    'Usage: npm run bench -- <name>|all [--json] [--once | --write]',
    ...Object.entries(BENCHES).map(([name, { summary }]) => `  ${name.padEnd(12)}  ${summary}`),
  ].join('\n');

/** Undefined for what it does not know, `--help` among it. */
function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
      },
    });
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const { values, positionals = [] } = readArguments() ?? {};
  const [name = ''] = positionals;
  const chosen = name === 'all' ? Object.entries(BENCHES) : Object.entries(BENCHES).filter(([key]) => key === name);
  if (!values || positionals.length !== 1 || chosen.length === 0 || (values.once && values.write)) {
    console.error(usage());
    return 2;
  }
  await runBenches(chosen, values);
  return 0;
}

async function runBenches(
  chosen: [string, Bench][],
  { json, once, write }: { json: boolean; once: boolean; write: boolean },
): Promise<void> {
  const machine = describeMachine();
  const results: Results = {};
  if (!json) console.log(machineLine(machine));
  for (const [name, bench] of chosen) {
    const begun = describeMachine();
    const report = await bench.run({ once, progress: (line) => console.error(`${name}: ${line}`) });
    results[name] = { summary: bench.summary, on: new Date().toISOString().slice(0, 10), machine: begun, ...report };
    if (!json) console.log(`\n${reportLines(name, report, once).join('\n')}`);
  }
  if (write) await writePage(results, Object.keys(BENCHES));
  const benchmarks = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, reportObject(result)]));
  if (json) console.log(JSON.stringify({ machine, once, benchmarks }, null, 2));
}

process.exitCode = await main();
