import { parseCivilDay, weekdayOf } from '../core/civil-day.ts';
import { usageError } from '../core/errors.ts';
import { isOneLine } from '../core/one-line.ts';
import type { CadenceRule } from './cadence.ts';
import { parseArea, parseCadence } from './schedule.ts';

/** What a person says of a schedule that has to be checked together. */
export interface Definition {
  name: string;
  cities: readonly string[];
  postalCodes: readonly string[];
  rule: CadenceRule;
}

const MAX_NAME_LENGTH = 120;

/**
 * Checks and completes a definition, as its columns: a biweekly rule gets its anchor, and what its cadence does not use
 * is null.
 * @returns the columns, and the first due instant after `now`
 * @throws ReportctlError (exit 2) naming the value that is wrong
 */
export function checkDefinition(given: Definition, now: Date) {
  const name = given.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH || !isOneLine(name)) {
    throw usageError(`A schedule's name is 1 to ${MAX_NAME_LENGTH} printable characters.`, 'bad_name');
  }
  const { cities, postalCodes } = parseArea(given.cities, given.postalCodes);
  const { rule, firstRun } = parseCadence(given.rule, now);
  const columns = {
    name,
    cities,
    postal_codes: postalCodes,
    cadence: rule.cadence,
    send_time: rule.sendTime,
    weekly_dow: weekdayOfRule(rule),
    monthly_dom: rule.cadence === 'monthly' ? rule.monthlyDom : null,
    anchor_date: rule.cadence === 'biweekly' ? rule.anchorDate : null,
    timezone: rule.timezone,
  };
  return { columns, firstRun };
}

/** A fortnight's weekday is that of its anchor, said or not. */
function weekdayOfRule({ cadence, weeklyDow, anchorDate }: CadenceRule): number | null {
  if (cadence === 'weekly') return weeklyDow;
  const anchor = cadence === 'biweekly' && anchorDate !== null ? parseCivilDay(anchorDate) : undefined;
  return anchor === undefined ? null : weekdayOf(anchor);
}
