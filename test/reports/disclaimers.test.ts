import { expect, test } from 'vitest';
import { disclaimersOf } from '../../src/reports/disclaimers.ts';
import { activeListing, times } from '../market/examples.ts';

test('each disclaimer of a shown listing stands once', () => {
  const offers = ['A.', 'B.', 'A.', null, ' '].map((disclaimer) => activeListing({ disclaimer }));
  expect(disclaimersOf([offers]).disclaimers.toSorted()).toEqual(['A.', 'B.']);
});

test('disclaimers are whole while they leave the e-mail its size, and share what it has where there are many', () => {
  const own = (count: number) =>
    disclaimersOf([times(count, (i) => activeListing({ disclaimer: `${i} ${'x'.repeat(590)}` }))]).disclaimers;
  expect(own(9).map(({ length }) => length)).toEqual(times(9, () => 592));
  expect(own(12).map(({ length }) => length)).toEqual(times(12, () => 450));
});
