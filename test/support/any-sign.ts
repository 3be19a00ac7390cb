import fc from 'fast-check';

/**
 * One character of any kind, half of them controls and Latin-1; for `fc.string({ unit: anySign })`. The library's own
 * unit `binary` makes tables of all of Unicode first, which takes seconds in each test file.
 */
export const anySign = fc
  .oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((code) => (code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code)));
