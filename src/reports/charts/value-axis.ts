import type { ReportChart } from '../model.ts';

type Series = ReportChart['series'][number];
type Unit = Series['unit'];

/** Of its height, what a line leaves free above and below it; and below where columns stand there. */
const AROUND = 0.25;
const ABOVE_COLUMNS = 1.8;

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Columns start at zero, or their heights would lie; a line may start where it is. Labels at the marks stand in for
 * the axis. Where both share a picture, columns keep to its lower part and the line to its upper one.
 */
export function valueAxis(unit: Unit, series: readonly Series[]) {
  const isColumns = ({ mark }: Series) => mark === 'bar';
  const own = series.filter((one) => one.unit === unit);
  const shared = series.some(isColumns) && !series.every(isColumns);
  const hidden = { type: 'value', show: false };
  if (!own.some(isColumns)) return { ...hidden, ...lineRange(own, shared ? ABOVE_COLUMNS : AROUND) };
  return { ...hidden, min: 0, ...(shared ? { max: Math.max(1, highest(own)) * 3 } : {}) };
}

/** What a line of these series is drawn in. */
export function lineRange(series: readonly Series[], below = AROUND): ValueRange {
  const values = known(series);
  const [low, high] = [Math.min(...values), highest(series)];
  const room = Math.max(high - low, leastRange(series[0]?.unit, high));
  const bottom = (low + high - room) / 2;
  return { min: bottom - room * below, max: bottom + room * (1 + AROUND) };
}

/** Without a scale beside it a small change must not look like a steep one: from 1.3 to 1.5 months, or by one point. */
function leastRange(unit: Unit | undefined, high: number): number {
  if (unit === 'ratio') return 0.04;
  const share = unit === 'months' ? 0.5 : 0.2;
  return Math.abs(high) * share || 1;
}

const known = (series: readonly Series[]) => series.flatMap(({ values }) => values.filter((value) => value !== null));
const highest = (series: readonly Series[]): number => Math.max(...known(series));
