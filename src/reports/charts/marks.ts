import { formatCompactPrice } from '../format.ts';
import type { ReportChart } from '../model.ts';
import { formatNumber } from '../number.ts';
import { type LabelPlace, placesOfLabels } from './line-labels.ts';
import { GROUND, INK, SERIES_COLOURS } from './palette.ts';
import { TEXT } from './type.ts';

type Series = ReportChart['series'][number];

/** With more columns, a number on each would be a thicket. */
const MOST_LABELLED = 12;
/** With more columns than that their numbers are a size smaller: four digits would run into the next. */
const FEW = 6;

/** Each series as columns or as a line, with its numbers at the marks. */
export function marks(series: readonly Series[], yAxisOf: (one: Series) => number) {
  const places = placesOfLabels(series);
  return series.map((one, i) => {
    const color = SERIES_COLOURS[i % SERIES_COLOURS.length];
    const shared = { name: one.name, yAxisIndex: yAxisOf(one) };
    return { ...shared, ...(one.mark === 'bar' ? columns(one, color) : line(one, color, places[i])) };
  });
}

function columns({ unit, values, texts }: Series, color: string | undefined) {
  const fontSize = values.length > FEW ? TEXT.fontSize - 1 : TEXT.fontSize;
  return {
    type: 'bar',
    itemStyle: { color, borderRadius: [2, 2, 0, 0] },
    barGap: '10%',
    barCategoryGap: '30%',
    data: values.map((value, i) => ({ value, label: { formatter: () => shortText(value, unit, texts[i]) } })),
    label: { show: values.length <= MOST_LABELLED, position: 'top', ...TEXT, fontSize, color: INK },
  };
}

function line(one: Series, color: string | undefined, places: ReadonlyMap<number, LabelPlace> = new Map()) {
  const { unit, values, texts } = one;
  const dashed = one.mark === 'dashed';
  return {
    type: 'line',
    symbol: dashed ? 'none' : 'circle',
    symbolSize: dashed ? 5 : 6,
    connectNulls: false,
    lineStyle: { color, width: dashed ? 1.5 : 2.5, type: dashed ? 'dashed' : 'solid' },
    itemStyle: { color },
    data: values.map((value, i) => {
      const place = places.get(i);
      // A point without a symbol has no label either.
      return { value, ...(place ? { symbol: 'circle', ...labelled(shortText(value, unit, texts[i]), place) } : {}) };
    }),
    // The ground around the letters keeps the line itself from striking them through.
    label: { show: false, ...TEXT, color, fontWeight: 600, textBorderColor: GROUND, textBorderWidth: 3 },
  };
}

const labelled = (text: string, place: LabelPlace) => ({ label: { show: true, ...place, formatter: () => text } });

/** Rounded on the picture alone; the alt text and the tables carry the figure itself. */
function shortText(value: number | null, unit: Series['unit'], text = ''): string {
  if (value === null) return text;
  // The legend names the unit, which would run over the picture's edge or into the next column.
  if (unit === 'days') return formatNumber(value, { most: 1 });
  if (unit === 'months') return formatNumber(value, { most: 1, least: 1 });
  return unit === 'usd' ? formatCompactPrice(threeDigits(value)) : text;
}

/** $530,250 as 530,000: on a picture nobody reads a price to the dollar. */
const threeDigits = (price: number): number => Number(price.toPrecision(3));
