import type { DropReason, ListingResult } from '../listings/feed.ts';
import { addExclusions, type ExclusionReason } from '../market/figure.ts';
import type { MarketSnapshot } from '../market/snapshot.ts';
import type { ReportFigure } from './model.ts';
import { countNoun } from './text.ts';

/** Reasons that concern one figure alone; the others concern the row, and are said once. */
const FIGURE_REASONS: readonly [ExclusionReason, string][] = [
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
    ...figures.map(figureLine),
    feedLine(readings),
  ];
  return lines.filter((line) => line !== null);
}

function countLine(count: number | undefined, one: string, many: string): string | null {
  return count ? countNoun(count, one, many) : null;
}

function figureLine({ label, excluded }: ReportFigure): string | null {
  const parts = FIGURE_REASONS.flatMap(([reason, words]) => (excluded[reason] ? [`${excluded[reason]} ${words}`] : []));
  return parts.length > 0 ? `${label}: ${parts.join(', ')} left out` : null;
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
