import { expect, test } from 'vitest';
import { placesOfLabels } from '../../../src/reports/charts/line-labels.ts';
import { renderChartSvg } from '../../../src/reports/charts/render-svg.ts';
import { lineRange, valueAxis } from '../../../src/reports/charts/value-axis.ts';
import type { ReportChart } from '../../../src/reports/model.ts';

type Series = ReportChart['series'][number];

const series = (mark: Series['mark'], values: (number | null)[], unit: Series['unit'] = 'usd'): Series => {
  return { name: mark, mark, unit, values, texts: values.map(String) };
};
const columns = series('bar', [1, 1, 1, 1], 'count');
/** "0 bottom, 2 top": the places of the line's numbers above columns. */
const aboveColumns = (...values: (number | null)[]) =>
  [...(placesOfLabels([columns, series('line', values)])[1] ?? [])]
    .toSorted(([a], [b]) => a - b)
    .map(([index, { position }]) => `${index} ${position}`);

test('a number stands at a line’s lowest, highest and last point, on the side that the line does not come from', () => {
  expect(aboveColumns(3, 1, 5, 4)).toEqual(['1 bottom', '2 top', '3 bottom']);
  expect(aboveColumns(3, 1, 5, 2, 4)).toEqual(['1 bottom', '2 top', '4 top']);
  expect(aboveColumns(3, null, 5, null)).toEqual(['0 bottom', '2 top']);
  expect(aboveColumns(null, null)).toEqual([]);
});

test('the first point’s number begins at it: its middle there would leave the picture', () => {
  const [, places] = placesOfLabels([columns, series('line', [5, 2, 3])]);
  expect(places?.get(0)).toEqual({ position: 'top', align: 'left' });
});

test('lines alone have their last numbers beside their ends, apart where both end alike', () => {
  const ends = (one: number, other: number) =>
    placesOfLabels([series('line', [300, one]), series('dashed', [200, other])]).map((places) => places.get(1));
  const far = { position: 'right', offset: [0, 0] };
  expect(ends(300, 200)).toEqual([far, far]);
  const [upper, lower] = ends(250, 250);
  expect([upper?.offset?.[1], lower?.offset?.[1]]).toEqual([-7.5, 7.5]);
  const [below, above] = ends(250, 252);
  expect(above?.offset?.[1]).toBeLessThan(-5);
  expect(below?.offset?.[1]).toBeGreaterThan(5);
});

test('the year before shows its last value, and only that', () => {
  const chart: ReportChart = {
    key: 'k',
    title: 't',
    basis: 'b',
    categories: ['a', 'b', 'c'],
    series: [series('line', [300_000, 310_000, 320_000]), series('dashed', [290_000, 240_000, 250_000])],
  };
  const shown = [...renderChartSvg(chart, { width: 400, height: 240 }).matchAll(/>(\$\d+K)</g)].map(([, text]) => text);
  expect(shown.toSorted()).toEqual(['$250K', '$300K', '$320K']);
});

test('a small change is not drawn as a steep one: the range of a line has a least', () => {
  const rise = (unit: Series['unit'], from: number, to: number) => {
    const { min, max } = lineRange([series('line', [from, to], unit)]);
    return (to - from) / (max - min);
  };
  expect(rise('months', 1.3, 1.5)).toBeLessThan(0.2);
  expect(rise('months', 1.3, 1.5)).toBeCloseTo(rise('months', 11.8, 11.8 + (11.8 * 0.2) / 1.3), 5);
  expect(rise('ratio', 0.98, 0.99)).toBeLessThan(0.2);
  expect(rise('usd', 400_000, 600_000)).toBeCloseTo(1 / 1.5);
  expect(rise('usd', 0, 0)).toBe(0);
});

test('columns start at zero, and leave the upper part to a line that they share the picture with', () => {
  expect(valueAxis('count', [columns])).toMatchObject({ min: 0 });
  expect(valueAxis('count', [columns, series('line', [5, 6])])).toMatchObject({ min: 0, max: 3 });
});
