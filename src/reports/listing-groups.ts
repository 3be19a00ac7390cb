import type { ReportListings } from './model.ts';
import { formatNumber } from './number.ts';

type Group = ReportListings['groups'][number];

/**
 * The first `most` of all groups: one of each in turn, so that a day is not left out because the one before it is full,
 * and those of the same home after all others: five homes shown on both days would take the room of ten. Each group
 * keeps its order.
 */
export function firstOfEach<T>(
  groups: readonly (readonly T[])[],
  most: number,
  homeOf: (item: T) => unknown = (item) => item,
): T[][] {
  // In one group no home stands twice; those without an MLS number only look like the same.
  if (groups.length === 1) return groups.map((items) => items.slice(0, most));
  const inTurn = groups
    .flatMap((items, group) => items.map((item, turn) => ({ item, group, turn })))
    .toSorted((a, b) => a.turn - b.turn || a.group - b.group);
  const firsts = new Map(inTurn.toReversed().map((entry) => [homeOf(entry.item), entry]));
  const isFirst = (entry: (typeof inTurn)[number]) => firsts.get(homeOf(entry.item)) === entry;
  const byNews = [...inTurn.filter(isFirst), ...inTurn.filter((entry) => !isFirst(entry))];
  const chosen = new Set(byNews.slice(0, most));
  return groups.map((_, i) => inTurn.filter((entry) => entry.group === i && chosen.has(entry)).map(({ item }) => item));
}

/** The section's first `most` listings, in their groups; a group without any is left out. */
export function firstListings({ groups }: ReportListings, most: number): Group[] {
  const first = firstOfEach(
    groups.map(({ items }) => items),
    most,
    ({ listingId }) => listingId,
  );
  return groups.map((group, i) => ({ ...group, items: first[i] ?? [] })).filter(({ items }) => items.length > 0);
}

/** "Saturday, Jun 7"; where not all of its listings are shown, "Saturday, Jun 7: 5 of 50 open houses". */
export function groupHeading({ heading, of, items }: Group): string | null {
  const shown = `${formatNumber(items.length)} `;
  if (heading === null || of === undefined || of.startsWith(shown)) return heading;
  return `${heading}: ${shown}of ${of}`;
}
