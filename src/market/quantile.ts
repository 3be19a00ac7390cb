/**
 * The quantile `p` (0..1) by linear interpolation (type 7 of Hyndman and Fan: the default of R, NumPy and Excel).
 * Null of an empty list.
 */
export function quantile(values: readonly number[], p: number): number | null {
  // Of a plain array the constructor copies; Float64Array.from would iterate, ten times as slowly.
  const sorted = new Float64Array(values).sort();
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
