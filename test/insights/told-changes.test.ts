import { expect, test } from 'vitest';
import { toldChanges } from '../../src/insights/told-changes.ts';

const previous = (sign: -1 | 0 | 1, n = 40) => ({ text: '28.2%', sign, against: 'the previous 30 days', n });
const lastYear = (sign: -1 | 0 | 1, n = 40) => ({ text: '7.6%', sign, against: 'the same days last year', n });
const told = (sign: -1 | 0 | 1) => ({ text: '7.6%', sign, against: 'the same days last year' });

test('the change from a year ago is told, which no season colours', () => {
  expect(toldChanges(40, [previous(1), lastYear(1)])).toEqual({ change: told(1) });
});

test('the other one too where it has another sign: either alone would mislead', () => {
  const { n: _, ...contrary } = previous(1);
  expect(toldChanges(40, [previous(1), lastYear(-1)])).toEqual({ change: told(-1), contrary });
  expect(toldChanges(40, [previous(1), lastYear(0)])).toEqual({ change: told(0), contrary });
});

test('the only one is told, whichever it is', () => {
  const { n: _, ...change } = previous(1);
  expect(toldChanges(40, [previous(1)])).toEqual({ change });
  expect(toldChanges(40, [])).toEqual({});
});

test('none is told beside one of another sign that rests on fewer than ten homes', () => {
  expect(toldChanges(40, [previous(1), lastYear(-1, 9)])).toEqual({});
  expect(toldChanges(40, [previous(1, 9), lastYear(-1)])).toEqual({});
});

test('one that rests on fewer than ten homes, then or now, is not told', () => {
  const { n: _, ...change } = previous(1);
  expect(toldChanges(40, [previous(1), lastYear(1, 9)])).toEqual({ change });
  expect(toldChanges(10, [lastYear(1, 10)])).toEqual({ change: told(1) });
  const { n: _n, ...unknown } = lastYear(1);
  expect(toldChanges(9, [unknown])).toEqual({});
});
