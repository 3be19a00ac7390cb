/** One listing as SimplyRETS sends it. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The value at a dotted path, undefined where any step is missing or null. */
export function at(row: unknown, path: string): unknown {
  let value: unknown = row;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? undefined;
}

export const textAt = (row: unknown, path: string): string => String(at(row, path) ?? '');

export function numberAt(row: unknown, path: string): number {
  const value = at(row, path);
  return typeof value === 'number' ? value : Number.NaN;
}
