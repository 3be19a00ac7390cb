import type { DropReason, ListingResult } from '../listings/feed.ts';
import { addExclusions, type ExclusionReason } from '../market/figure.ts';
import type { MarketSnapshot } from '../market/snapshot.ts';
import type { ReportFigure } from './model.ts';
import { countNoun, joinWords, uncapitalised } from './text.ts';

/** Reasons that concern one figure alone; the others concern the row, and are said once. */
const FIGURE_REASONS: readonly [ExclusionReason, string][] = [
  ['no_list_date', 'without a list date'],
  ['no_price', 'without a usable price'],
  ['no_original_price', 'without an original price'],
  ['no_area', 'without a usable living area'],
  ['no_days', 'without days on market'],
  ['negative_days', 'with a negative number of days'],
  ['ratio_out_of_range', 'with an implausible price ratio'],
];

/** Rentals are said with those of our own; rows of another period are none of this report's. */
const DROP_REASONS: readonly [Exclude<DropReason, 'rental' | 'outside_window'>, string][] = [
  ['invalid', 'unreadable'],
  ['duplicate', 'duplicate'],
  ['other_city', 'in another city'],
  ['other_postal_code', 'in another postal code'],
  ['other_status', 'of another status'],
  ['other_type', 'of another property type'],
];

/** What was left out and why, one line each: a figure is only as good as what it says of the rest. */
export function describeExclusions(
  snapshot: MarketSnapshot,
  figures: readonly ReportFigure[],
  readings: readonly Pick<ListingResult, 'dropped'>[],
): string[] {
  const { active, pending, closed } = snapshot.populations;
  const rows = addExclusions(active.excluded, pending.excluded, closed.excluded);
  const lines = [
    countLine(snapshot.rentals, 'rental excluded', 'rentals excluded'),
    countLine(
      rows.other_type,
      'listing of another property type excluded',
      'listings of other property types excluded',
    ),
    countLine(rows.other_status, 'listing of another status excluded', 'listings of another status excluded'),
    countLine(rows.no_date, 'sale without a closing date excluded', 'sales without a closing date excluded'),
    ...figureLines(figures),
    feedLine(readings),
  ];
  return lines.filter((line) => line !== null);
}

function countLine(count: number | undefined, one: string, many: string): string | null {
  return count ? countNoun(count, one, many) : null;
}

/**
 * One line for each reason and number, naming the figures that left so many out; only of one population, whose rows
 * they share: nine sales are not nine listings.
 */
function figureLines(figures: readonly ReportFigure[]): string[] {
  return FIGURE_REASONS.flatMap(([reason, words]) => {
    const groups = new Map<string, ReportFigure[]>();
    for (const figure of figures.filter(({ excluded }) => excluded[reason])) {
      const same = `${figure.population} ${figure.excluded[reason]}`;
      groups.set(same, [...(groups.get(same) ?? []), figure]);
    }
    return [...groups.values()].map((group) => {
      return `${namesOf(group)}: ${countNoun(group[0]?.excluded[reason] ?? 0, 'home')} ${words}`;
    });
  });
}

function namesOf(figures: readonly ReportFigure[]): string {
  return joinWords(figures.map(({ label }, i) => (i === 0 ? label : uncapitalised(label))));
}

function feedLine(readings: readonly Pick<ListingResult, 'dropped'>[]): string | null {
  const counts = DROP_REASONS.map(([reason, words]) => {
    return { words, count: readings.reduce((sum, { dropped }) => sum + (dropped[reason] ?? 0), 0) };
  }).filter(({ count }) => count > 0);
  if (counts.length === 0) return null;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const parts = counts.map(({ count, words }) => `${count} ${words}`).join(', ');
  return `${countNoun(total, 'row')} of the feed not used: ${parts}`;
}
