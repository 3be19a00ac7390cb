import type { ReportChart } from '../model.ts';
import { lineRange } from './value-axis.ts';

type Series = ReportChart['series'][number];

/** Where a number stands by its point; `offset` in pixels, right and down. */
export interface LabelPlace {
  readonly position: 'top' | 'bottom' | 'right';
  readonly offset?: readonly [number, number];
  /** Which side of the letters the point is at; their middle where this is left out. */
  readonly align?: 'left';
}

interface Point {
  readonly value: number;
  readonly index: number;
}

/** The height of a plot of lines alone, and the least distance of two numbers one above the other, in pixels. */
const PLOT = 160;
const LINE = 15;

/** What lines alone leave free at the right for their last numbers. */
export const ROOM_FOR_LAST = 50;

export const areLines = (series: readonly Series[]): boolean => series.every(({ mark }) => mark !== 'bar');

/**
 * Numbers where a reader looks for them: at a line's highest, lowest and last point; of a dashed line at the last
 * alone. One map a series, by the point's index.
 */
export function placesOfLabels(series: readonly Series[]): ReadonlyMap<number, LabelPlace>[] {
  const ends = areLines(series) ? besideTheEnds(series) : [];
  return series.map(({ values, mark }, i) => {
    const known = pointsOf(values);
    const last = known.at(-1);
    const places = new Map<number, LabelPlace>(mark === 'dashed' ? [] : extremes(known));
    if (last) places.set(last.index, ends[i] ?? { position: sideOf(last, known) });
    return places;
  });
}

/** Above the highest; below the lowest, where the line comes down from both sides. */
function extremes(known: readonly Point[]): [number, LabelPlace][] {
  const byValue = known.toSorted((a, b) => a.value - b.value);
  const [lowest, highest] = [byValue[0], byValue.at(-1)];
  if (!lowest || !highest) return [];
  return [
    [lowest.index, inside({ position: 'bottom' }, lowest)],
    [highest.index, inside({ position: 'top' }, highest)],
  ];
}

/** Half of the first point's number would lie outside of the picture. */
const inside = (place: LabelPlace, { index }: Point): LabelPlace => (index === 0 ? { ...place, align: 'left' } : place);

/** Below where the line falls into the last point, and would strike a number above it through. */
function sideOf({ value }: Point, known: readonly Point[]): 'top' | 'bottom' {
  const before = known.at(-2);
  return before && before.value > value ? 'bottom' : 'top';
}

/** Beside the line's end, which no line crosses; two that would lie on one another move apart. */
function besideTheEnds(series: readonly Series[]): LabelPlace[] {
  const { min, max } = lineRange(series);
  const ends = series.map(({ values }) => pointsOf(values).at(-1)?.value ?? 0);
  return ends.map((end, i) => {
    const other = ends.find((_, j) => j !== i);
    const apart = other === undefined ? LINE : (Math.abs(end - other) / (max - min)) * PLOT;
    const shift = Math.max(0, LINE - apart) / 2;
    const above = other !== undefined && (end > other || (end === other && i === 0));
    return { position: 'right', offset: [0, above ? 0 - shift : shift] };
  });
}

const pointsOf = (values: Series['values']): Point[] =>
  values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
