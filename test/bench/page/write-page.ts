import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../support/scratch.ts';
import { chartsOf, renewPage } from './performance-page.ts';
import { type Results, resultsText } from './results.ts';

const PAGE = join(root, 'docs/performance.md');
const FOLDER = join(root, 'docs/performance');
const RESULTS = join(FOLDER, 'results.json');

export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(RESULTS, 'utf8').catch(() => '{}'));
}

/** Keeps the new results beside those of the other benchmarks, and makes page and charts of all of them. */
export async function writePage(renewed: Results, order: readonly string[]): Promise<void> {
  const all = { ...(await readResults()), ...renewed };
  const text = resultsText(Object.fromEntries(order.flatMap((name) => (all[name] ? [[name, all[name]]] : []))));
  // As they are kept: page and charts made of unrounded figures would differ from those made of the file.
  const results: Results = JSON.parse(text);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(RESULTS, text);
  await writeFile(PAGE, renewPage(await readFile(PAGE, 'utf8'), results));
  const charts = chartsOf(results);
  for (const name of await readdir(FOLDER)) {
    if (name.endsWith('.svg') && !(name in charts)) await rm(join(FOLDER, name));
  }
  for (const [name, chart] of Object.entries(charts)) await writeFile(join(FOLDER, name), chart);
}
