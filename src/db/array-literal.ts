/**
 * A PostgreSQL array literal of values that need no quotes: ids, numbers, instants and words of our own; never of text
 * that comes from outside. pg escapes every element and writes instants in local time, an eighth of what Node does for
 * 5,000 runs.
 */
export function plainArray(values: readonly (string | number | boolean | Date | null)[]): string {
  return `{${values.map((value) => (value instanceof Date ? value.toISOString() : String(value))).join()}}`;
}
