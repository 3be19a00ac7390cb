/** A refused value as an error sentence names it: quoted when text, cut at 40 characters, "(none)" when absent. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '(none)';
  const text = String(value);
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return typeof value === 'string' ? JSON.stringify(short) : short;
}
