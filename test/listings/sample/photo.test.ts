import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { samplePhoto } from '../../../src/listings/sample/photo.ts';

/** A PNG's chunks, their checksums verified. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += length + 12;
  }
  return chunks;
}

test('is a whole PNG of 480 × 320 pixels of a few kilobytes', () => {
  const png = samplePhoto('SAMPLE1');
  const chunks = chunksOf(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([480, 320]);
  expect(inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))).toHaveLength(320 * (1 + 480 * 3));
  expect(png.length).toBeLessThan(12_000);
});

test('the same listing has the same house, and a street of them is not one house', () => {
  expect(samplePhoto('SAMPLE7').equals(samplePhoto('SAMPLE7'))).toBe(true);
  const street = Array.from({ length: 30 }, (_, index) => samplePhoto(`SAMPLE${index}`).toString('base64'));
  expect(new Set(street).size).toBe(30);
});
