import { existsSync } from 'node:fs';
import { MAIL_ZOOM } from '../../../src/reports/charts/mail-size.ts';
import { renderPng } from '../../../src/reports/charts/render-png.ts';
import type { ReportModel } from '../../../src/reports/model.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import type { BenchReport } from '../support/bench.ts';
import { alternate, median } from '../support/statistics.ts';
import { openChromium } from './chromium.ts';
import { type Page, pageOf } from './page.ts';
import { openReactPdf, type PagePrinter } from './react-pdf.ts';
import { snapshotOf } from './reports.ts';

const CHROMIUM = '/usr/bin/chromium';
const OURS = 'PDF by reportctl';
const LEAST_RATIO = 5;

/**
 * The same report by us and by those peers that are installed, in turns, from the model to the PDF: each draws its
 * charts, as SVG or, where it takes none, as PNG. Each has made one before.
 */
export async function comparePdfs(rounds: number): Promise<BenchReport> {
  const model = await snapshotOf(0);
  const browser = existsSync(CHROMIUM) ? await openChromium(CHROMIUM) : undefined;
  const hasReactPdf = existsSync(new URL('../node_modules/@react-pdf/renderer', import.meta.url));
  const reactPdf = hasReactPdf ? await openReactPdf() : undefined;
  try {
    const contestants: Record<string, () => Promise<number>> = {
      [OURS]: timed(() => renderPdf(model)),
      ...(reactPdf ? { 'PDF by react-pdf': timed(() => printWithPngs(pageOf(model), reactPdf)) } : {}),
      ...(browser ? { 'PDF by a running Chromium': timed(() => browser.print(pageOf(model))) } : {}),
    };
    for (const make of Object.values(contestants)) await make();
    const times = await alternate(contestants, rounds);
    const { [OURS]: ours = [], ...peers } = times;
    const started = browser ? await startedForIt(model, rounds) : [];
    const fastest = Math.min(...Object.values(peers).map(median));
    return {
      figures: [
        ...Object.entries(times).map(([name, values]) => ({ name, unit: 'ms' as const, values })),
        ...(browser ? [{ name: 'PDF by a Chromium started for it', unit: 'ms' as const, values: started }] : []),
      ],
      ratios:
        Object.keys(peers).length > 0
          ? [{ name: 'faster peer / reportctl', value: fastest / median(ours), atLeast: LEAST_RATIO }]
          : [],
      notes: [
        'All print the same texts, tables and charts, brand and page numbers on each page, and draw the charts each time. Only ours is PDF/UA.',
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

async function printWithPngs(page: Page, print: PagePrinter): Promise<Buffer> {
  const charts: Buffer[] = [];
  for (const { svg } of page.data.charts) charts.push(await renderPng(svg, MAIL_ZOOM));
  return print(page, charts);
}

/** What a command that cron starts would wait for: the browser's start, one page, its end. */
async function startedForIt(model: ReportModel, rounds: number): Promise<number[]> {
  const values: number[] = [];
  const print = timed(async () => {
    const browser = await openChromium(CHROMIUM);
    const pdf = await browser.print(pageOf(model));
    await browser.close();
    return pdf;
  });
  for (let round = 0; round < rounds; round += 1) values.push(await print());
  return values;
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
