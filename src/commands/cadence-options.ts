import { usageError } from '../core/errors.ts';
import type { Cadence } from '../scheduling/cadence.ts';

export interface CadenceOptions {
  readonly cadence: Cadence;
  readonly weekday?: number;
  readonly dayOfMonth?: number;
  readonly anchorDate?: string;
}

type DayOption = Exclude<keyof CadenceOptions, 'cadence'>;

const FLAGS: Readonly<Record<DayOption, string>> = {
  weekday: '--weekday <0-6> (0 = Sunday)',
  dayOfMonth: '--day-of-month <1-31>',
  anchorDate: '--anchor-date <YYYY-MM-DD>',
};
/** What each cadence takes; it needs one of these. */
const TAKES: Readonly<Record<Cadence, readonly DayOption[]>> = {
  daily: [],
  weekly: ['weekday'],
  biweekly: ['weekday', 'anchorDate'],
  monthly: ['dayOfMonth'],
};

/** @throws ReportctlError (exit 2) for an option that the cadence would ignore, or that it lacks */
export function assertCadenceOptions(options: CadenceOptions): void {
  const { cadence } = options;
  const taken = TAKES[cadence];
  const given = (Object.keys(FLAGS) as DayOption[]).filter((option) => options[option] !== undefined);
  const [stray] = given.filter((option) => !taken.includes(option));
  if (stray !== undefined) {
    throw usageError(`--cadence ${cadence} takes no ${FLAGS[stray].split(' ')[0]}; leave it out.`, 'option_unused');
  }
  if (taken.length > 0 && given.length === 0) {
    const needed = taken.map((option) => FLAGS[option]).join(' or ');
    throw usageError(`--cadence ${cadence} needs ${needed}.`, 'option_missing');
  }
}
