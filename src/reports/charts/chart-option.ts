import type { EChartsCoreOption } from 'echarts/core';
import { formatCompactPrice } from '../format.ts';
import type { ReportChart } from '../model.ts';
import { formatNumber } from '../number.ts';
import { GRID_LINE, GROUND, INK, SERIES_COLOURS, SOFT_INK } from './palette.ts';

type Series = ReportChart['series'][number];
type Unit = Series['unit'];

const TEXT = { fontFamily: 'Inter', fontSize: 12, color: SOFT_INK };
/** With more columns, a number on each would be a thicket. */
const MOST_LABELLED = 12;
/** So few names always fit below their columns; ECharts would leave some out. */
const FEW = 6;
/** As many go side by side in an e-mail's picture: six of "31–60 days", and not of "$700K–$750K". */
const MOST_LETTERS = 60;

/** What ECharts needs to draw it: labels at the marks instead of grid lines, a second axis only where units differ. */
export function chartOption({ categories, series }: ReportChart): EChartsCoreOption {
  const units = [...new Set(series.map(({ unit }) => unit))];
  return {
    animation: false,
    backgroundColor: GROUND,
    textStyle: TEXT,
    color: [...SERIES_COLOURS],
    grid: {
      left: 4,
      // The last point's number stands in the middle above it.
      right: series.some(({ mark: form }) => form === 'line') ? 14 : 4,
      top: series.length > 1 ? 40 : 24,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(series.length > 1 ? { legend: legend(series) } : {}),
    xAxis: {
      type: 'category',
      data: [...categories],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: GRID_LINE } },
      axisLabel: {
        ...TEXT,
        fontSize: 11,
        ...(categories.length <= FEW ? allNames(categories) : { hideOverlap: true }),
      },
    },
    yAxis: units.map((unit) => axis(unit, series)),
    series: series.map((one, i) => mark(one, i, units.indexOf(one.unit))),
  };
}

/** Each name stands below its column; where they would run into one another, a range takes two lines. */
function allNames(categories: readonly string[]) {
  const letters = categories.length * Math.max(...categories.map(({ length }) => length));
  const formatter = (name: string) => (letters > MOST_LETTERS ? name.replace('–', '–\n') : name);
  return { interval: 0, formatter };
}

function legend(series: readonly Series[]) {
  return {
    top: 0,
    left: 0,
    itemWidth: 14,
    itemHeight: 10,
    // Without a browser ECharts guesses how wide letters are, and guesses Inter's too narrow.
    itemGap: 24,
    selectedMode: false,
    textStyle: { ...TEXT, color: INK },
    data: series.map(({ name, mark: form }) => ({ name, ...(form === 'bar' ? { icon: 'rect' } : {}) })),
  };
}

/**
 * Columns start at zero, or their heights would lie; a line may start where it is. Labels at the marks stand in for
 * the axis. Where both share a picture, columns keep to its lower part and the line to its upper one.
 */
function axis(unit: Unit, series: readonly Series[]) {
  const own = series.filter((one) => one.unit === unit);
  const bars = own.some(({ mark: form }) => form === 'bar');
  const shared = series.some(({ mark: form }) => form === 'bar') && series.some(({ mark: form }) => form !== 'bar');
  const values = own.flatMap(({ values: all }) => all.filter((value) => value !== null));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high - low || Math.abs(high) || 1;
  return {
    type: 'value',
    show: false,
    ...(bars ? { min: 0, ...(shared ? { max: Math.max(1, high) * 3 } : {}) } : {}),
    ...(bars ? {} : { min: low - room * (shared ? 1.8 : 0.25), max: high + room * 0.25 }),
  };
}

function mark({ name, mark: form, unit, values, texts }: Series, i: number, yAxisIndex: number) {
  const color = SERIES_COLOURS[i % SERIES_COLOURS.length];
  if (form === 'bar') {
    return {
      type: 'bar',
      name,
      yAxisIndex,
      itemStyle: { color, borderRadius: [2, 2, 0, 0] },
      barGap: '10%',
      barCategoryGap: '30%',
      data: values.map((value, index) => ({ value, label: { formatter: () => shortText(value, unit, texts[index]) } })),
      label: { show: values.length <= MOST_LABELLED, position: 'top', ...TEXT, fontSize: 12, color: INK },
    };
  }
  const turning = turningPoints(form === 'dashed' ? [] : values);
  return {
    type: 'line',
    name,
    yAxisIndex,
    symbol: form === 'dashed' ? 'none' : 'circle',
    symbolSize: 6,
    connectNulls: false,
    lineStyle: { color, width: form === 'dashed' ? 1.5 : 2.5, type: form === 'dashed' ? 'dashed' : 'solid' },
    itemStyle: { color },
    data: values.map((value, index) => ({
      value,
      ...(turning.has(index)
        ? { label: pointLabel(shortText(value, unit, texts[index]), index === turning.lowest) }
        : {}),
    })),
    // The ground around the letters keeps the line itself from striking them through.
    label: { show: false, ...TEXT, fontSize: 12, color, fontWeight: 600, textBorderColor: GROUND, textBorderWidth: 3 },
  };
}

/** Above its point, but for the lowest: there the line comes down from both sides. */
function pointLabel(text: string, lowest: boolean) {
  return { show: true, position: lowest ? 'bottom' : 'top', formatter: () => text };
}

/** Where a reader looks for a number: the highest, the lowest and the last. */
function turningPoints(values: Series['values']) {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const byValue = known.toSorted((a, b) => a.value - b.value);
  const points = [byValue[0], byValue.at(-1), known.at(-1)].flatMap((point) => (point ? [point.index] : []));
  const all = new Set(points);
  return { has: (index: number) => all.has(index), lowest: all.size > 1 ? points[0] : undefined };
}

/** Rounded on the picture alone; the alt text and the tables carry the figure itself. */
function shortText(value: number | null, unit: Unit, text = ''): string {
  if (value === null) return text;
  // The legend names the unit, which would run over the picture's edge or into the next column.
  if (unit === 'days') return formatNumber(value, { most: 1 });
  if (unit === 'months') return formatNumber(value, { most: 1, least: 1 });
  return unit === 'usd' ? formatCompactPrice(threeDigits(value)) : text;
}

/** $530,250 as 530,000: on a picture nobody reads a price to the dollar. */
const threeDigits = (price: number): number => Number(price.toPrecision(3));
