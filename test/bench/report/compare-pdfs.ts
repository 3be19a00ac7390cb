import { existsSync } from 'node:fs';
import { chartImages } from '../../../src/reports/charts/chart-images.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import type { BenchReport } from '../support/bench.ts';
import { alternate, median } from '../support/statistics.ts';
import { openChromium } from './chromium.ts';
import { pageOf } from './page.ts';
import { openReactPdf } from './react-pdf.ts';
import { snapshotOf } from './reports.ts';

const CHROMIUM = '/usr/bin/chromium';
const OURS = 'PDF by reportctl';
const LEAST_RATIO = 5;

/** The same page by us and by those peers that are installed, in turns; each has made one before. */
export async function comparePdfs(rounds: number): Promise<BenchReport> {
  const model = await snapshotOf(0);
  const page = pageOf(model);
  const charts = (await chartImages(model)).map(({ content }) => content);
  const browser = existsSync(CHROMIUM) ? await openChromium(CHROMIUM) : undefined;
  const hasReactPdf = existsSync(new URL('../node_modules/@react-pdf/renderer', import.meta.url));
  const reactPdf = hasReactPdf ? await openReactPdf() : undefined;
  try {
    const contestants: Record<string, () => Promise<number>> = {
      [OURS]: timed(() => renderPdf(model)),
      ...(reactPdf ? { 'PDF by react-pdf': timed(() => reactPdf(page, charts)) } : {}),
      ...(browser ? { 'PDF by Chromium': timed(() => browser.print(page)) } : {}),
    };
    for (const make of Object.values(contestants)) await make();
    const times = await alternate(contestants, rounds);
    const { [OURS]: ours = [], ...peers } = times;
    const fastest = Math.min(...Object.values(peers).map(median));
    return {
      figures: Object.entries(times).map(([name, values]) => ({ name, unit: 'ms', values })),
      ratios:
        Object.keys(peers).length > 0
          ? [{ name: 'faster peer / reportctl', value: fastest / median(ours), atLeast: LEAST_RATIO }]
          : [],
      notes: [
        'All three print the same texts, tables and charts. The peers’ charts were drawn beforehand, ours are drawn each time; the browser runs already.',
        ...(reactPdf
          ? []
          : ['react-pdf is not installed, so it is left out; install it with: npm ci --prefix test/bench']),
        ...(browser ? [] : ['Chromium is not installed, so it is left out.']),
      ],
    };
  } finally {
    await browser?.close();
  }
}

/** @throws when it made no PDF */
function timed(make: () => Promise<Buffer>): () => Promise<number> {
  return async () => {
    const start = performance.now();
    const pdf = await make();
    const elapsed = performance.now() - start;
    if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-' || pdf.length < 10_000) throw new Error('That is no PDF.');
    return elapsed;
  };
}
