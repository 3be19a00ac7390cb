/** Milliseconds that the vendor asks to wait (RFC 9110 §10.2.3: seconds or a date; its own header is finer); else null. */
export function retryAfterMs(headers: Headers, now: Date): number | null {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headers.get('retry-after');
  if (text === null) return null;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1_000;
  // Date.parse also takes "-7" for a date.
  const date = /\bGMT\s*$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date - now.getTime(), 0);
}
