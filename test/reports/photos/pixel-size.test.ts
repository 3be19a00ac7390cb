import { expect, test } from 'vitest';
import { samplePhoto } from '../../../src/listings/sample/photo.ts';
import { pixelSize } from '../../../src/reports/photos/pixel-size.ts';
import { JPEG } from './examples.ts';

test('reads each kind of picture’s own header', () => {
  expect(pixelSize(JPEG)).toEqual({ width: 6, height: 4 });
  expect(pixelSize({ contentType: 'image/png', content: samplePhoto('1') })).toEqual({ width: 480, height: 320 });
  const gif = Buffer.from('GIF89a\u0003\u0001\u0002\u0000', 'latin1');
  expect(pixelSize({ contentType: 'image/gif', content: gif })).toEqual({ width: 259, height: 2 });
});

test('fill bytes, Huffman tables and comments before a JPEG’s frame are passed over', () => {
  const head = [0xff, 0xd8, 0xff, 0xff, 0xfe, 0, 4, 0xff, 0xc0, 0xff, 0xc4, 0, 3, 9];
  const frame = [0xff, 0xc2, 0, 17, 8, 0, 7, 0, 9, 3];
  expect(pixelSize({ contentType: 'image/jpeg', content: Buffer.from([...head, ...frame]) })).toEqual({
    width: 9,
    height: 7,
  });
});

test('one that ends too early, or goes on without a marker, has none', () => {
  const sizes = [[0xff, 0xd8], [0xff, 0xd8, 0xff, 0xfe, 0, 9], [0xff, 0xd8, 0, 0], []].map((bytes) =>
    pixelSize({ contentType: 'image/jpeg', content: Buffer.from(bytes) }),
  );
  expect(sizes).toEqual([null, null, null, null]);
  expect(pixelSize({ contentType: 'image/png', content: Buffer.from([0x89, 0x50]) })).toBeNull();
});
