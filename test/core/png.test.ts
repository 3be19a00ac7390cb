import { expect, test } from 'vitest';
import { encodePng, scanlinesOf } from '../../src/core/png.ts';
import { decodePng } from '../support/decode-png.ts';

test('what a renderer drew stands in the file, see-through parts on white', () => {
  const pixels = new Uint8Array([200, 10, 20, 255, 0, 0, 0, 0, 60, 30, 0, 128, 1, 2, 3, 255]);
  const size = { width: 2, height: 2 };
  const { width, height, mean } = decodePng(encodePng({ ...size, scanlines: scanlinesOf({ ...size, pixels }) }));
  expect([width, height]).toEqual([2, 2]);
  expect([mean(0, 0, 1, 1), mean(1, 0, 1, 1)]).toEqual([
    [200, 10, 20],
    [255, 255, 255],
  ]);
  expect([mean(0, 1, 1, 1), mean(1, 1, 1, 1)]).toEqual([
    [187, 157, 127],
    [1, 2, 3],
  ]);
});
