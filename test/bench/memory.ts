import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './support/bench.ts';
import { runNode } from './support/run-node.ts';
import { bundle, withScratch } from './support/scratch.ts';
import { seedPopulation } from './support/seed.ts';
import { startBenchServer } from './support/server.ts';
import type { MemoryUse } from './tick-process.ts';

const MOST_MIB = 150;
const MIB = 2 ** 20;
const entry = fileURLToPath(new URL('tick-process.ts', import.meta.url));

export const memory: Bench = {
  summary: 'what a tick that drains 100,000 no-op runs takes of memory',
  run: async ({ once, progress }) => {
    const runs = once ? 2_000 : 100_000;
    const server = await startBenchServer();
    try {
      progress(`seeding ${runs} schedules`);
      const template = await server.prepare((pool) =>
        seedPopulation(pool, { accounts: 500, schedules: runs, due: runs, limit: 1_000 }),
      );
      const use = await template.use((url) => drainInProcess(url));
      if (use.completed !== runs) throw new Error(`The tick completed ${use.completed} of ${runs} runs.`);
      const resident = use.resident.map((bytes) => bytes / MIB);
      // The first tenth fills the caches and the heap's first generation.
      const early = Math.max(...resident.slice(0, Math.ceil(resident.length / 10)));
      const peak = use.peak / MIB;
      return {
        figures: [
          { name: 'resident after a tenth', unit: 'MiB', values: [early] },
          { name: 'resident at the end', unit: 'MiB', values: [resident.at(-1) ?? 0] },
          { name: 'peak', unit: 'MiB', values: [peak] },
        ],
        ratios: [
          { name: `peak / ${MOST_MIB} MiB`, value: peak / MOST_MIB, atMost: 1 },
          { name: 'peak / after a tenth', value: peak / early },
        ],
        notes: [`${runs} runs in ${(use.durationMs / 1000).toFixed(1)} s.`],
      };
    } finally {
      await server.close();
    }
  },
};

/** In a process of its own, bundled: the benchmark's own memory and its loader's must not count. */
const drainInProcess = (url: string): Promise<MemoryUse> =>
  withScratch(async (folder) => {
    const program = join(folder, 'tick.mjs');
    await bundle({ entryPoints: [entry] }, program);
    return JSON.parse(await runNode([program, url], { PATH: process.env.PATH }, folder));
  });
