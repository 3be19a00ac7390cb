const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A length of time in milliseconds, in its largest whole unit: `12 s`, `5 min`, `3 h`, `2 d`. */
export function ageInWords(ms: number): string {
  for (const [unit, length] of UNITS) if (ms >= length) return `${Math.floor(ms / length)} ${unit}`;
  return `${Math.max(0, Math.round(ms / 1000))} s`;
}
