/** Days on market, `from` included and `to` not. */
export interface DayBand {
  readonly from: number;
  readonly to: number;
}

const EDGES = [0, 8, 15, 31, 61, 91, Number.POSITIVE_INFINITY];

/** A week, two, a month, two, three, and longer. */
export const DAY_BANDS: readonly DayBand[] = EDGES.slice(1).map((to, i) => ({ from: EDGES[i] ?? 0, to }));

/** "0–7 days", "91+ days". */
export function dayBandLabel({ from, to }: DayBand): string {
  return Number.isFinite(to) ? `${from}–${to - 1} days` : `${from}+ days`;
}
