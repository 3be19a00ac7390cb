import { usageError } from '../core/errors.ts';

/** Raise the version when the shape of stored values changes: an older program's entries are then never read. */
export const ENTRY_PREFIX = 'reportctl:v1:';
/** Apart from the entries, so that locks are neither listed nor counted nor flushed. */
export const LOCK_PREFIX = 'reportctl:v1-lock:';

// A PostgreSQL index entry holds at most 2,704 bytes; nobody needs a fifth of it.
const MAX_KEY_BYTES = 512;
// A lone surrogate becomes U+FFFD on its way out, so that two keys would be one.
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;

/** @throws ReportctlError (exit 2) for an empty, long or unstorable key. */
export function assertKey(key: string): void {
  if (key !== '' && Buffer.byteLength(key) <= MAX_KEY_BYTES && !UNSTORABLE.test(key)) return;
  throw usageError(`A cache key is 1 to ${MAX_KEY_BYTES} bytes of text without control characters.`, 'cache_key');
}

/** @throws ReportctlError (exit 2) unless the lifetime is a whole number of seconds from 1 to a year. */
export function assertTtl(ttlSeconds: number): void {
  if (Number.isInteger(ttlSeconds) && ttlSeconds >= 1 && ttlSeconds <= 31_536_000) return;
  throw usageError('A cache lifetime is a whole number of seconds from 1 to 31536000 (a year).', 'cache_ttl');
}
