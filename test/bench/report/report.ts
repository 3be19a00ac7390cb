import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { runNode } from '../support/run-node.ts';
import { bundle, root, withScratch } from '../support/scratch.ts';
import { median } from '../support/statistics.ts';
import { comparePdfs } from './compare-pdfs.ts';
import type { ReportUse } from './report-process.ts';

const MIB = 2 ** 20;
const LIMITS = { warmMs: 350, firstMs: 1_500, peakMib: 450 };
const STARTS = 5;
/** As in deploy/crontab and the tick's unit. */
const MALLOC = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' };
const entry = fileURLToPath(new URL('report-process.ts', import.meta.url));

export const report: Bench = {
  summary: 'a full market snapshot with charts, e-mail and PDF; 1,000 of them; its PDF beside react-pdf and Chromium',
  run: async (context) => withScratch((folder) => measure(folder, context)),
};

async function measure(folder: string, { once, progress }: BenchContext): Promise<BenchReport> {
  const program = join(folder, 'reports.mjs');
  await bundle({ entryPoints: [entry] }, program);
  await copyFile(join(root, 'src/reports/pdf/report.typ'), join(folder, 'report.typ'));
  const make = async (count: number): Promise<ReportUse> =>
    JSON.parse(await runNode([program, String(count)], { PATH: process.env.PATH, ...MALLOC }, folder));
  const starts: ReportUse[] = [];
  for (let start = 0; start < (once ? 1 : STARTS); start += 1) starts.push(await make(1));
  const count = once ? 20 : 1_000;
  progress(`making ${count} reports`);
  const many = await make(count);
  progress('making PDFs');
  const pdfs = await comparePdfs(once ? 1 : 9);
  const firstCpu = starts.map(({ first }) => first.cpuMs);
  const firstWall = starts.map(({ first }) => first.wallMs);
  const [early = 0] = many.resident;
  return {
    figures: [
      { name: 'report, warm, CPU', unit: 'ms', values: many.warmMs },
      { name: 'first report from the process’s start', unit: 'ms', values: firstWall },
      { name: 'first report, CPU', unit: 'ms', values: firstCpu },
      { name: 'resident after a tenth', unit: 'MiB', values: [early / MIB] },
      { name: 'resident at the end', unit: 'MiB', values: [(many.resident.at(-1) ?? 0) / MIB] },
      { name: 'peak', unit: 'MiB', values: [many.peak / MIB] },
      ...pdfs.figures,
    ],
    ratios: [
      { name: `warm report's CPU / ${LIMITS.warmMs} ms`, value: median(many.warmMs) / LIMITS.warmMs, atMost: 1 },
      { name: `first report / ${LIMITS.firstMs} ms`, value: Math.min(...firstWall) / LIMITS.firstMs, atMost: 1 },
      { name: `peak / ${LIMITS.peakMib} MiB`, value: many.peak / MIB / LIMITS.peakMib, atMost: 1 },
      ...pdfs.ratios,
    ],
    notes: [
      'Each report has prices of its own, so that no chart was drawn before. The first is the best of its starts.',
      'Memory is allocated as deploy/crontab has it: two arenas, and large blocks given back at once.',
      ...pdfs.notes,
    ],
  };
}
