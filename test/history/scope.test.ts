import { expect, test } from 'vitest';
import { type HistoryScope, scopeKeys } from '../../src/history/scope.ts';

const scope: HistoryScope = {
  feedId: 'sample',
  area: { cities: ['Irvine', 'Ojai'], postalCodes: ['92618'] },
  zone: 'America/Los_Angeles',
  types: ['RES', 'CND'],
};

test('the order and the spelling of places and types make no difference', () => {
  const area = { cities: ['  OJAI ', 'irvine'], postalCodes: ['92618-1234'] };
  expect(scopeKeys({ ...scope, area, types: ['CND', 'RES'] })).toEqual(scopeKeys(scope));
});

test('whatever changes the figures is told apart', () => {
  const others: HistoryScope[] = [
    { ...scope, feedId: 'other' },
    { ...scope, zone: 'America/Chicago' },
    { ...scope, types: ['RES'] },
    { ...scope, area: { cities: ['Irvine'], postalCodes: ['92618'] } },
    { ...scope, area: { cities: ['Irvine', 'Ojai', '92618'], postalCodes: [] } },
    { ...scope, area: { cities: ['Irvine,Ojai'], postalCodes: ['92618'] } },
  ];
  const keys = [scope, ...others].map((each) => JSON.stringify(scopeKeys(each)));
  expect(new Set(keys).size).toBe(keys.length);
});
