import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { testInBrowser } from '../support/chromium.ts';
import { gridOf, SCREENS } from './screens.ts';

/** Of 255: letters are drawn a little differently by each browser. */
const MEAN_TOLERANCE = 2.5;
/** The share of cells that may be off by more than a tenth of the scale. */
const CELLS_TOLERANCE = 0.02;

const channels = (rows: readonly string[]): number[] =>
  rows.flatMap((row) => (row.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));

testInBrowser.each(SCREENS)(
  '$name looks as it did (update: npm run gallery -- --screens)',
  { timeout: 120_000 },
  async (screen) => {
    const baseline = JSON.parse(await readFile(new URL('./screens.json', import.meta.url), 'utf8'))[screen.name];
    const [then, now] = [channels(baseline), channels(await gridOf(screen))];
    expect(now).toHaveLength(then.length);
    const differences = now.map((value, i) => Math.abs(value - (then[i] ?? 0)));
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(MEAN_TOLERANCE);
    expect(differences.filter((value) => value > 25).length / differences.length).toBeLessThan(CELLS_TOLERANCE);
  },
);
