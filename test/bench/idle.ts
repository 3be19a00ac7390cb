import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench, BenchContext, BenchReport } from './support/bench.ts';
import { runNode } from './support/run-node.ts';
import { bundle, root, withScratch } from './support/scratch.ts';
import { seedPopulation } from './support/seed.ts';
import { startBenchServer } from './support/server.ts';
import { alternate, median } from './support/statistics.ts';

const ROUNDS = 31;
const MOST_MIB = 70;

/** Prints a process's peak memory at its end, in KiB; loaded in rounds of their own, which are not timed. */
const PRINT_PEAK = `process.on('exit', () => require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)));`;
const ONE_QUERY = `import pg from 'pg';
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('select 1');
await client.end();`;

type Run = (preload: readonly string[]) => Promise<string>;

interface Programs {
  tick: Run;
  node: Run;
  query: Run;
  /** A script to preload. */
  peak: string;
}

export const idle: Bench = {
  summary: 'a tick with nothing due, as a whole process, against `node -e 0` and one query',
  run: async (context) => {
    const server = await startBenchServer();
    try {
      const template = await server.prepare(async (pool) => {
        await seedPopulation(pool, { accounts: 10, schedules: 100, due: 0, limit: 25 });
        // The program goes by the database's own clock.
        await pool.query(`update schedules set next_run_at = clock_timestamp() + interval '1 year'`);
      });
      return await template.use((url) => withScratch(async (folder) => measure(await build(folder, url), context)));
    } finally {
      await server.close();
    }
  },
};

/** The installed program and the two it is measured against, as they would stand on a host. */
async function build(folder: string, url: string): Promise<Programs> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(folder, 'dist')], { cwd: root });
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await bundle({ stdin: { contents: ONE_QUERY, resolveDir: root, loader: 'js' } }, join(folder, 'query.mjs'));
  const peak = join(folder, 'peak.cjs');
  await writeFile(peak, PRINT_PEAK);
  const env = { PATH: process.env.PATH, DATABASE_URL: url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' };
  const run =
    (...args: string[]): Run =>
    (preload) =>
      runNode([...preload, ...args], env, folder);
  return {
    tick: run(join(folder, 'bin/reportctl'), 'tick'),
    node: run('-e', '0'),
    query: run(join(folder, 'query.mjs')),
    peak,
  };
}

async function measure({ tick, node, query, peak }: Programs, { once }: BenchContext): Promise<BenchReport> {
  const timed = (run: Run) => async () => {
    const began = performance.now();
    await run([]);
    return performance.now() - began;
  };
  const times = await alternate({ tick: timed(tick), node: timed(node), query: timed(query) }, once ? 2 : ROUNDS);
  const peaks = await alternate({ tick: async () => Number(await tick(['--require', peak])) / 1024 }, once ? 1 : 5);
  return {
    figures: [
      { name: 'tick, nothing due', unit: 'ms', values: times.tick },
      { name: 'node -e 0', unit: 'ms', values: times.node },
      { name: 'one query', unit: 'ms', values: times.query },
      { name: 'tick, peak memory', unit: 'MiB', values: peaks.tick },
    ],
    ratios: [
      { name: 'tick / node -e 0', value: median(times.tick) / median(times.node), atMost: 1.9 },
      { name: 'tick / one query', value: median(times.tick) / median(times.query) },
      { name: `peak memory / ${MOST_MIB} MiB`, value: median(peaks.tick) / MOST_MIB, atMost: 1 },
    ],
    notes: [],
  };
}
