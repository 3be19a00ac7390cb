import { expect, test } from 'vitest';
import { describeListing } from '../../src/reports/listing-cards.ts';
import { firstListings, firstOfEach, groupHeading } from '../../src/reports/listing-groups.ts';
import { activeListing, times } from '../market/examples.ts';

const section = (sizes: readonly number[]) => ({
  heading: 'When to see them',
  of: 'many open houses',
  layout: 'rows' as const,
  groups: sizes.map((size, i) => ({
    heading: `Day ${i + 1}`,
    of: `${size} open houses`,
    items: times(size, (n) =>
      describeListing(activeListing({ streetAddress: `${i + 1}-${n + 1}` }), 'America/Chicago'),
    ),
  })),
});

test('a limit is shared out over the groups in turn, and what one does not need goes to the others', () => {
  const sizes = (groups: readonly number[], most: number) =>
    firstListings(section(groups), most).map(({ heading, items }) => [heading, items.length]);
  expect(sizes([50, 84], 10)).toEqual([
    ['Day 1', 5],
    ['Day 2', 5],
  ]);
  expect(sizes([2, 50, 0, 84], 11)).toEqual([
    ['Day 1', 2],
    ['Day 2', 5],
    ['Day 4', 4],
  ]);
  expect(sizes([3, 2], 10)).toEqual([
    ['Day 1', 3],
    ['Day 2', 2],
  ]);
  expect(sizes([4], 3)).toEqual([['Day 1', 3]]);
});

test('a limit smaller than the groups leaves no heading without a listing', () => {
  expect(firstListings(section([4, 4, 4]), 2).map(({ heading }) => heading)).toEqual(['Day 1', 'Day 2']);
});

test('each group keeps its order', () => {
  expect(firstOfEach([['a', 'b', 'c'], ['d'], ['e', 'f', 'g']], 6)).toEqual([['a', 'b', 'c'], ['d'], ['e', 'f']]);
});

test('a home that is shown on two days does not take the room of another', () => {
  const days = [
    ['a', 'b', 'c'],
    ['a', 'b', 'd', 'e'],
  ];
  const homeOf = (home: string) => home;
  expect(firstOfEach(days, 5, homeOf)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
  expect(firstOfEach(days, 6, homeOf)).toEqual([
    ['a', 'b', 'c'],
    ['a', 'd', 'e'],
  ]);
});

test('homes without a number in one group are not taken for the same', () => {
  expect(firstOfEach([['–', '–', 'c', 'd']], 3, (home) => home)).toEqual([['–', '–', 'c']]);
});

test('a heading says of how many where it does not show all', () => {
  const headings = firstListings(section([50, 2]), 10).map(groupHeading);
  expect(headings).toEqual(['Day 1: 8 of 50 open houses', 'Day 2']);
  const [group = { heading: null, items: [] }] = section([50]).groups;
  expect(groupHeading({ heading: group.heading, items: group.items.slice(0, 3) })).toBe('Day 1');
});
