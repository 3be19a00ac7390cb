import { expect, test } from 'vitest';
import { FairKeys } from '../../src/scheduling/fair-keys.ts';

test('accounts take turns: an account’s second run stands behind everybody’s first', () => {
  const keys = new FairKeys([]);
  expect(['a', 'a', 'a', 'b', 'c', 'b'].map((account) => keys.next(account))).toEqual([1, 2, 3, 1, 1, 2]);
});

test('whoever has runs queued goes on behind them; whoever has none starts at the front', () => {
  const keys = new FairKeys([{ account_id: 'big', lowest: 40, last: 10_040 }]);
  expect(keys.next('big')).toBe(10_041);
  expect(keys.next('small')).toBe(41);
});

test('key 0 stays for rescued runs', () => {
  expect(new FairKeys([{ account_id: 'a', lowest: 0, last: 0 }]).next('a')).toBe(1);
  expect(new FairKeys([{ account_id: 'a', lowest: 0, last: 5 }]).next('b')).toBe(1);
});
