import type { BusinessMs, Setting } from '../evidence.ts';

/** Whether it may have had the value at some moment of [from, to], its changes being known to a moment only. */
export function possibly<T>(settings: readonly Setting<T>[], value: T, from: BusinessMs, to: BusinessMs): boolean {
  return settings.some((setting, i) => {
    const end = settings[i + 1]?.to ?? Number.POSITIVE_INFINITY;
    return setting.value === value && setting.from <= to && end >= from;
  });
}
