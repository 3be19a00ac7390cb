import { DateTime } from 'luxon';
import type { Evidence, Finding } from '../evidence.ts';
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
  const byRun = new Map(generations.map((generation) => [generation.runId, generation]));
  return runs.flatMap(({ id, status }) => {
    const expected = status === 'completed' || status === 'partial' ? 'completed' : 'released';
    const found = byRun.get(id)?.status ?? 'released';
    const what = `run ${id} is ${status}, its generation ${found}`;
    return found === expected ? [] : [{ rule: 'each report counts once', what }];
  });
}
