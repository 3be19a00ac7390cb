import { together } from '../history/together.ts';
import type { Change } from '../market/change.ts';
import { compareSnapshot } from '../market/comparison.ts';
import type { Unit } from '../market/figure.ts';
import { computePastFigures, type InventoryThen } from '../market/past.ts';
import type { FigureKey, MarketSnapshot, SizedFigure } from '../market/snapshot.ts';
import type { Answers } from './audience.ts';
import type { PastWindows, ReportContext } from './definition.ts';
import { formatValue } from './format.ts';
import type { ReportChange } from './model.ts';
import { countNoun } from './text.ts';

export type ChangesOf = (key: string) => readonly ReportChange[];

/** How each figure moved against the window before and a year ago, in words; nothing where it cannot be told. */
export function describeChanges(
  snapshot: MarketSnapshot,
  { closed, earlier, yearAgo }: Answers,
  { windows, inventories }: Pick<ReportContext, 'windows' | 'inventories'>,
): ChangesOf {
  const past = (reading: typeof closed, then: PastWindows, inventory: InventoryThen | null = null) =>
    reading
      ? computePastFigures({ closed: reading, window: then.report, closingsWindow: then.closings, inventory })
      : null;
  const changes = compareSnapshot(snapshot, {
    previous: past(earlier && closed && together(earlier, closed), windows.previous, inventories?.previous),
    yearAgo: past(yearAgo, windows.yearAgo, inventories?.yearAgo),
  });
  const before = `the previous ${countNoun(windows.report.days, 'day')}`;
  return (key) => {
    if (!Object.hasOwn(changes, key)) return [];
    const { previous, yearAgo: lastYear } = changes[key as FigureKey];
    const figure = snapshot.figures[key as FigureKey];
    return [describe(previous, figure, before), describe(lastYear, figure, 'the same days last year')].filter(
      (change) => change !== null,
    );
  };
}

function describe(change: Change | null, { unit, n }: SizedFigure, against: string): ReportChange | null {
  if (change === null) return null;
  const text = changeText(change, unit);
  // What rounds to nothing did not move, as far as the page can tell.
  return { text, sign: /[1-9]/.test(text) ? change.sign : 0, against, n: Math.min(n, change.previousN) };
}

/** Without its sign: "4.2%", "0.4 months", "3 days", "1.2 points". */
function changeText({ kind, value }: Change, unit: Unit): string {
  const size = Math.abs(value);
  if (kind === 'relative') return formatValue(size, 'ratio');
  if (unit === 'ratio' || unit === 'share') return `${(size * 100).toFixed(1)} points`;
  return formatValue(size, unit);
}

/** "+4.2% from the previous 30 days", "unchanged from the same days last year". */
export function changeLine(change: ReportChange): string {
  const { movement, against } = changeParts(change);
  return `${movement} ${against}`;
}

/** The same line in its two halves, for a surface that sets the first one off. */
export function changeParts({ text, sign, against }: ReportChange) {
  const movement = sign === 0 ? 'unchanged' : `${sign > 0 ? '+' : '−'}${text}`;
  return { movement, against: `from ${against}` };
}
