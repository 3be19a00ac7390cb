import { expect, test } from 'vitest';
import { compareSnapshot } from '../../src/market/comparison.ts';
import { computePastFigures } from '../../src/market/past.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { previousWindow } from '../../src/market/window.ts';
import { closedSale, DAY, MAY, reading, times } from './examples.ts';

const APRIL = previousWindow(MAY, 'UTC');
const at = (from: number, closePrice: number, count: number) =>
  times(count, () => closedSale({ closePrice, closeDate: from + DAY }));

test('each figure is set against its own earlier self, and against nothing where none is known', () => {
  const closed = reading([...at(MAY.from, 330_000, 6), ...at(APRIL.from, 300_000, 5)]);
  const empty = reading([]);
  const snapshot = computeSnapshot({ active: empty, pending: empty, closed, window: MAY, closingsWindow: MAY });
  const previous = computePastFigures({ closed, window: APRIL, closingsWindow: APRIL, inventory: null });
  const changes = compareSnapshot(snapshot, { previous, yearAgo: null });
  expect(Object.keys(changes)).toEqual(Object.keys(snapshot.figures));
  expect(changes.medianSalePrice.previous).toMatchObject({ kind: 'relative', value: 0.1, previousN: 5 });
  expect(changes.closedSales.previous?.value).toBeCloseTo(0.2, 12);
  expect(changes.medianSalePrice.yearAgo).toBeNull();
  expect(changes.activeListings.previous).toBeNull();
  const strict = compareSnapshot(snapshot, { previous, yearAgo: previous }, { noChange: 6, warn: 10, small: 30 });
  expect([strict.medianSalePrice.previous, strict.medianSalePrice.yearAgo]).toEqual([null, null]);
});
