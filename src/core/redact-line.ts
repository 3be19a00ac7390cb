/**
 * A finished line of JSON with its strings redacted, and what is a secret from end to end. Redacted as text it would no
 * longer be JSON where a secret of digits stands in a longer number.
 */
export function redactLine(line: string, redact: (text: string) => string): string {
  const clean = redact(line);
  if (clean === line) return line;
  const fields = parsed(line);
  return fields === undefined ? clean : `${JSON.stringify(redactValue(fields, redact))}\n`;
}

/** The fields of a line, undefined for one that is no JSON object. */
export function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), redactValue(inner, redact)]));
  }
  return redact(String(value)) === '[redacted]' ? '[redacted]' : value;
}
