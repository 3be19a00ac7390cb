import { type CivilDay, dayInMonth, monthOf } from '../core/civil-day.ts';

/** The local days of a cadence, strictly increasing and numbered by consecutive integers. */
export interface DaySeries {
  /** The lowest index; -Infinity where the series has no beginning. */
  readonly firstIndex: number;
  dayAt(index: number): CivilDay;
  /** The index of the latest day that is not after `day`; may lie below `firstIndex`. */
  lastIndexUpTo(day: CivilDay): number;
}

/** Every `step` days, in phase with `origin`, which has index 0. */
export function everyDays(step: number, origin: CivilDay, firstIndex = Number.NEGATIVE_INFINITY): DaySeries {
  return {
    firstIndex,
    dayAt: (index) => origin + step * index,
    lastIndexUpTo: (day) => Math.floor((day - origin) / step),
  };
}

/** One day a month. Each month clamps on its own, so that 31 → 28 February → 31 March. */
export function everyMonth(dayOfMonth: number): DaySeries {
  return {
    firstIndex: Number.NEGATIVE_INFINITY,
    dayAt: (month) => dayInMonth(month, dayOfMonth),
    lastIndexUpTo: (day) => (dayInMonth(monthOf(day), dayOfMonth) <= day ? monthOf(day) : monthOf(day) - 1),
  };
}
