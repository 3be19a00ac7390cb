import { createHash } from 'node:crypto';

/**
 * JSON with sorted keys and no spaces: equal values have equal texts whatever the order of their properties, the
 * process or the locale, and different values have different texts. After RFC 8785: keys in UTF-16 code-unit order,
 * numbers as ECMAScript prints them, -0 as 0. A property that is undefined counts as absent.
 * @throws TypeError for what JSON would silently change: NaN, infinities, undefined in an array, bigint, functions,
 * and objects such as Date, Map or class instances.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  // Array.from visits the holes of a sparse array, which map() would skip.
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  throw new TypeError(`A cache key cannot be made from ${describe(value)}.`);
}

/** SHA-256 of the canonical JSON: 64 hexadecimal digits. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function members(object: Record<string, unknown>): string[] {
  // sort() without a comparator compares code units; localeCompare would depend on the host.
  return Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? `an object of type ${value?.constructor.name}` : typeof value;
}
