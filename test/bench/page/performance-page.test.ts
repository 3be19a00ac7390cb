import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Figure } from '../support/bench.ts';
import { barChart } from './bar-chart.ts';
import { chartsOf, renewPage } from './performance-page.ts';
import { readResults } from './write-page.ts';

const figure = (name: string, values: number[], unit: Figure['unit'] = 's'): Figure => ({ name, unit, values });

test('a bar is as long as its median, and its line goes from the least to the most', () => {
  const chart = barChart('drain', [figure('a', [1, 2, 4]), figure('b', [1])]);
  const widths = [...chart.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([180, 90]);
  expect(chart).toMatch(/x1="\d+" y1="21" x2="\d+"/);
  expect(chart).toContain('>2.000 s<');
});

test('a name is text, whatever stands in it', () => {
  expect(barChart('a < b', [figure('x & <y>', [1])])).toContain('x &amp; &lt;y&gt;');
});

test('bars of one chart have one unit', () => {
  const result = { figures: [figure('a', [1], 'ms'), figure('b', [2], 'runs/s')] } as never;
  expect(Object.keys(chartsOf({ idle: result }))).toEqual(['idle-ms.svg', 'idle-runs-per-s.svg']);
});

test('the page keeps what people wrote, and is what its results make', async () => {
  const page = await readFile('docs/performance.md', 'utf8');
  const results = await readResults();
  const touched = `Mine.\n${page.replace(/\n### /g, '\n### old ')}\nMine too.\n`;
  expect(renewPage(touched, results)).toBe(`Mine.\n${page}\nMine too.\n`);
  expect(() => renewPage('no marks', results)).toThrow(/lacks its marks/);
});

test('the charts are what the results make', async () => {
  const charts = chartsOf(await readResults());
  const files = (await readdir('docs/performance')).filter((name) => name.endsWith('.svg'));
  expect(files.sort()).toEqual(Object.keys(charts).sort());
  for (const name of files) expect(await readFile(`docs/performance/${name}`, 'utf8')).toBe(charts[name]);
});
