import { DateTime } from 'luxon';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';

/**
 * The due instants of a rule in [from, to], by looking at every local day in turn with Luxon alone: slow, plain, and
 * nothing in common with how the program computes them.
 */
export function instantsOf(rule: CadenceRule, from: number, to: number): number[] {
  const found: number[] = [];
  const [hour = 0, minute = 0] = rule.sendTime.split(':').map(Number);
  // Two days to either side: a zone is up to 14 hours from UTC, and a gap may move an instant past midnight.
  const first = DateTime.fromMillis(from, { zone: rule.timezone }).minus({ days: 2 });
  const last = DateTime.fromMillis(to, { zone: rule.timezone }).plus({ days: 2 });
  let day = DateTime.utc(first.year, first.month, first.day);
  const end = DateTime.utc(last.year, last.month, last.day);
  for (; day <= end; day = day.plus({ days: 1 })) {
    if (!isDueOn(rule, day)) continue;
    const local = { year: day.year, month: day.month, day: day.day, hour, minute };
    const at = earliest(DateTime.fromObject(local, { zone: rule.timezone }));
    if (at >= from && at <= to) found.push(at);
  }
  return found;
}

/** The first instant after `from`. */
export function firstAfter(rule: CadenceRule, from: number): number {
  const days = 86_400_000;
  // A month's longest distance, and a biweekly anchor that lies ahead.
  const anchor = rule.anchorDate === null ? from : Math.max(from, Date.parse(rule.anchorDate));
  const [next] = instantsOf(rule, from + 1, anchor + 65 * days);
  if (next === undefined) throw new Error('A rule without an instant in two months.');
  return next;
}

function isDueOn(rule: CadenceRule, day: DateTime): boolean {
  switch (rule.cadence) {
    case 'daily':
      return true;
    case 'weekly':
      return day.weekday % 7 === rule.weeklyDow;
    case 'biweekly': {
      const days = day.diff(DateTime.fromISO(rule.anchorDate ?? '', { zone: 'utc' }), 'days').days;
      return days >= 0 && days % 14 === 0;
    }
    case 'monthly':
      return day.day === Math.min(rule.monthlyDom ?? 0, day.daysInMonth ?? 31);
  }
}

/** Where the clock shows a time twice, the first one counts; where it skips one, Luxon moves it forward. */
const earliest = (local: DateTime): number =>
  Math.min(...local.getPossibleOffsets().map((possible) => possible.toMillis()));
