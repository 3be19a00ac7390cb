import { formatPeriod } from '../format.ts';
import { formatNumber } from '../number.ts';
import type { Material } from '../types/report-parts.ts';

/** "closed sales, Mar 4 – Jun 1, 2025 (n = 88)": what a chart of sales rests on. */
export function closingsBasis({ closings, context }: Material): string {
  const n = formatNumber(closings.listings.length);
  return `closed sales, ${formatPeriod(closings.window, context.zone)} (n\u00a0=\u00a0${n})`;
}
