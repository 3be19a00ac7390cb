import type { ReportListings } from './model.ts';
import { formatNumber } from './number.ts';

type Group = ReportListings['groups'][number];

/**
 * The first `most` of all groups: one of each in turn, so that a day is not left out because the one before it is full.
 * Each group keeps its order.
 */
export function firstOfEach<T>(groups: readonly (readonly T[])[], most: number): T[][] {
  const inTurn = groups
    .flatMap((items, group) => items.map((item, turn) => ({ item, group, turn })))
    .toSorted((a, b) => a.turn - b.turn || a.group - b.group)
    .slice(0, most);
  return groups.map((_, i) => inTurn.filter(({ group }) => group === i).map(({ item }) => item));
}

/** The section's first `most` listings, in their groups; a group without any is left out. */
export function firstListings({ groups }: ReportListings, most: number): Group[] {
  const first = firstOfEach(
    groups.map(({ items }) => items),
    most,
  );
  return groups.map((group, i) => ({ ...group, items: first[i] ?? [] })).filter(({ items }) => items.length > 0);
}

/** "Saturday, Jun 7"; where not all of its listings are shown, "Saturday, Jun 7: 5 of 50 open houses". */
export function groupHeading({ heading, of, items }: Group): string | null {
  const shown = `${formatNumber(items.length)} `;
  if (heading === null || of === undefined || of.startsWith(shown)) return heading;
  return `${heading}: ${shown}of ${of}`;
}
