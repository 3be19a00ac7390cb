/** One JSON object of a response, before anything is known about it. */
export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = {};

// Sentinels such as 0001-01-01 stand for "unknown"; the oldest recorded sale of a US listing service is younger.
const EARLIEST = Date.UTC(1900, 0, 1);
const INSTANT = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
// Recorded status texts hold control characters; none may reach a subject line or a page.
const CONTROL = /\p{Cc}+/gu;

/** The value when it is an object; whole objects (`sales`, `office`) may be null in a response. */
export function objectOrEmpty(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number, else null; a number written as text is of another type and counts as absent. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Trimmed text without control characters; null when nothing is left. */
export function textOrNull(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replace(CONTROL, ' ').trim();
  return text === '' ? null : text;
}

/**
 * An ISO instant with a zone, in milliseconds. A bare date is refused: read as UTC it would be the day before in
 * every American market. So is 30 February, which `Date.parse` takes for 2 March.
 */
export function instantOrNull(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = INSTANT.exec(value);
  if (!match) return null;
  const at = Date.parse(value);
  if (Number.isNaN(at) || at < EARLIEST) return null;
  return Number(match[1]) > 28 && !dayExists(value) ? null : at;
}

function dayExists(iso: string): boolean {
  const day = iso.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
