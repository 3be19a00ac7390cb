import { expect, test } from 'vitest';
import { instantOrNull, numberOrNull, textOrNull } from '../../src/listings/fields.ts';

test('an instant needs a zone: a bare date would be the day before in America', () => {
  expect(instantOrNull('2026-02-24T08:00:00Z')).toBe(Date.UTC(2026, 1, 24, 8));
  expect(instantOrNull('2026-02-24T00:00:00-08:00')).toBe(Date.UTC(2026, 1, 24, 8));
  expect(instantOrNull('2011-05-23T18:50:30.184391Z')).toBe(Date.UTC(2011, 4, 23, 18, 50, 30, 184));
  expect(instantOrNull('2026-02-24')).toBeNull();
  expect(instantOrNull('2026-02-24T08:00:00')).toBeNull();
});

test('a day that does not exist and a sentinel are no instants', () => {
  expect(instantOrNull('2026-02-30T00:00:00Z')).toBeNull();
  expect(instantOrNull('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
  expect(instantOrNull('0001-01-01T00:00:00Z')).toBeNull();
  expect(instantOrNull(1_771_920_000_000)).toBeNull();
});

test('zero is a number; text, NaN and infinity are not', () => {
  expect(numberOrNull(0)).toBe(0);
  for (const bad of ['2', Number.NaN, Number.POSITIVE_INFINITY, null, undefined, {}, true]) {
    expect(numberOrNull(bad)).toBeNull();
  }
});

test('text loses control characters and blank text is null', () => {
  expect(textOrNull(' Acme\r\nBcc: x ')).toBe('Acme Bcc: x');
  for (const bad of ['', '  ', '\u0007', 7, null]) expect(textOrNull(bad)).toBeNull();
});
