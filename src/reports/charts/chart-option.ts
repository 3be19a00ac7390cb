import type { EChartsCoreOption } from 'echarts/core';
import type { ReportChart } from '../model.ts';
import { categoryAxis } from './category-axis.ts';
import { areLines, ROOM_FOR_LAST } from './line-labels.ts';
import { marks } from './marks.ts';
import { GROUND, INK, SERIES_COLOURS } from './palette.ts';
import { TEXT } from './type.ts';
import { valueAxis } from './value-axis.ts';

type Series = ReportChart['series'][number];

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
      right: roomAtTheRight(series),
      // The legend's line and, above the highest column, its number.
      top: series.length > 1 ? 48 : 26,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(series.length > 1 ? { legend: legend(series) } : {}),
    xAxis: categoryAxis(categories),
    yAxis: units.map((unit) => valueAxis(unit, series)),
    series: marks(series, ({ unit }) => units.indexOf(unit)),
  };
}

/** Above columns the last point's number stands in the middle above it. */
function roomAtTheRight(series: readonly Series[]): number {
  if (areLines(series)) return ROOM_FOR_LAST;
  return series.some(({ mark }) => mark !== 'bar') ? 14 : 4;
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
    data: series.map(({ name, mark }) => ({ name, ...(mark === 'bar' ? { icon: 'rect' } : {}) })),
  };
}
