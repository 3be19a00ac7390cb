import { usageError } from '../core/errors.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { Cadence, CadenceRule } from './cadence.ts';
import { checkDefinition } from './definition.ts';
import { lockWholeSchedule, type ScheduleRow, updateDefinition } from './queries.ts';

/** What to change; what is not named stays. */
export interface ScheduleChange {
  name?: string;
  cities?: readonly string[];
  postalCodes?: readonly string[];
  rule?: Partial<CadenceRule>;
  columns?: Partial<
    Pick<
      ScheduleRow,
      | 'report_type'
      | 'audience'
      | 'lookback_days'
      | 'filters'
      | 'attach_pdf'
      | 'spread_minutes'
      | 'catch_up'
      | 'on_empty'
    >
  >;
}

/**
 * Changes a schedule's definition. It never sends at once: where its cadence changes, its next run is the first due
 * instant after `now`. An instant that is due at this moment is still owed, and stays.
 * @throws ReportctlError (exit 2) naming the value that is wrong; nothing is written then
 */
export async function changeSchedule(pool: Pool, id: string, change: ScheduleChange, now: Date): Promise<ScheduleRow> {
  return transaction(pool, async (tx) => {
    const current = await lockWholeSchedule(tx, id);
    if (!current) throw unknownId('schedule', id);
    if (current.status === 'deleted') throw usageError(`The schedule ${id} is deleted.`, 'schedule_deleted');
    assertUsed(change.rule ?? {}, change.rule?.cadence ?? current.cadence);
    const rule = changedRule(current, change.rule ?? {});
    const area = areaOf(current, change);
    const { columns, firstRun } = checkDefinition({ name: change.name ?? current.name, ...area, rule }, now);
    const owed = current.next_run_at !== null && current.next_run_at <= now;
    const moves = change.rule !== undefined && current.status === 'active' && !owed;
    const next_run_at = moves ? firstRun : current.next_run_at;
    const changed = { ...current, ...columns, ...change.columns, next_run_at };
    await updateDefinition(tx, changed);
    return changed;
  });
}

const DAYS = {
  weeklyDow: { what: 'weekday', used: ['weekly', 'biweekly'] },
  monthlyDom: { what: 'day of the month', used: ['monthly'] },
  anchorDate: { what: 'anchor date', used: ['biweekly'] },
} as const satisfies Partial<Record<keyof CadenceRule, { what: string; used: readonly Cadence[] }>>;

/** A value that the cadence would ignore is a misunderstanding (T4). */
function assertUsed(rule: Partial<CadenceRule>, cadence: Cadence): void {
  for (const [key, { what, used }] of Object.entries(DAYS)) {
    if (rule[key as keyof typeof DAYS] === undefined || used.some((each) => each === cadence)) continue;
    throw usageError(
      `A ${cadence} schedule takes no ${what}; change its cadence too, or leave it out.`,
      'option_unused',
    );
  }
}

/** An area is one thing: whoever names a city means it instead of the former cities and postal codes. */
function areaOf(current: ScheduleRow, { cities, postalCodes }: ScheduleChange) {
  if (cities === undefined && postalCodes === undefined) {
    return { cities: current.cities, postalCodes: current.postal_codes };
  }
  return { cities: cities ?? [], postalCodes: postalCodes ?? [] };
}

/** Another weekday or cadence needs another anchor than the old one, which fixes the weekday. */
function changedRule(current: ScheduleRow, change: Partial<CadenceRule>): CadenceRule {
  const rule: CadenceRule = {
    cadence: change.cadence ?? current.cadence,
    sendTime: change.sendTime ?? current.send_time,
    weeklyDow: change.weeklyDow ?? current.weekly_dow,
    monthlyDom: change.monthlyDom ?? current.monthly_dom,
    anchorDate: change.anchorDate ?? current.anchor_date,
    timezone: change.timezone ?? current.timezone,
  };
  if (change.anchorDate === undefined && change.weeklyDow !== undefined) rule.anchorDate = null;
  if (change.anchorDate !== undefined && change.weeklyDow === undefined) rule.weeklyDow = null;
  return rule;
}
