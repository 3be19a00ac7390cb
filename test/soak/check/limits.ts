import { DateTime } from 'luxon';
import type { Evidence, Finding } from '../evidence.ts';
import { rootOf } from './chains.ts';
import { groupBy } from './group-by.ts';

/** No account's calendar month holds more reports than its plan has, and each made report counts once. */
export function checkLimits(evidence: Evidence): Finding[] {
  return [...checkMonths(evidence), ...checkCounting(evidence)];
}

function checkMonths({ accounts, generations }: Evidence): Finding[] {
  const used = generations.filter(({ status }) => status !== 'released');
  return accounts.flatMap(({ id, timezone, limit, overage }) => {
    if (limit === null || overage) return [];
    const months = groupBy(
      used.filter(({ accountId }) => accountId === id),
      ({ createdAt }) => DateTime.fromMillis(createdAt, { zone: timezone }).toFormat('yyyy-MM'),
    );
    return [...months]
      .filter(([, { length }]) => length > limit)
      .map(([month, { length }]) => ({ rule: 'limit', what: `account ${id} has ${length} of ${limit} in ${month}` }));
  });
}

function checkCounting({ runs, generations }: Evidence): Finding[] {
  const counted = groupBy(
    generations.filter(({ status }) => status !== 'released'),
    ({ runId }) => runId,
  );
  return [...groupBy(runs, rootOf)].flatMap(([root, chain]) => {
    const expected = chain.some(({ status }) => status === 'completed' || status === 'partial') ? 1 : 0;
    const found = chain.reduce((sum, { id }) => sum + (counted.get(id)?.length ?? 0), 0);
    const what = `run ${root} (${chain.map(({ status }) => status).join(', ')}) counts ${found} times, not ${expected}`;
    return found === expected ? [] : [{ rule: 'each report counts once', what }];
  });
}
