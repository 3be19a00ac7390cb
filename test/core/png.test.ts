import { expect, test } from 'vitest';
import { encodePng, pictureOf } from '../../src/core/png.ts';
import { decodePng } from '../support/decode-png.ts';

test('what a renderer drew stands in the file', () => {
  const pixels = new Uint8Array([200, 10, 20, 255, 255, 255, 255, 255, 187, 157, 127, 255, 1, 2, 3, 255]);
  const { width, height, mean } = decodePng(encodePng(pictureOf({ width: 2, height: 2, pixels })));
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
