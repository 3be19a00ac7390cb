import type { Window } from '../../market/window.ts';
import { formatPeriod } from '../format.ts';
import { formatNumber } from '../number.ts';

/** "closed sales, Mar 4 – Jun 1, 2025 (n = 88)": the sales that a chart shows, and the days that it shows them of. */
export function closingsBasis({ window, n }: { readonly window: Window; readonly n: number }, zone: string): string {
  return `closed sales, ${formatPeriod(window, zone)} (n\u00a0=\u00a0${formatNumber(n)})`;
}
