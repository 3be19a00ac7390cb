import { crc32, deflateSync } from 'node:zlib';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BITS = 8;

/** A pixel's bytes in a PNG, and the colour type that says so: true colour without transparency, or with. */
const COLOUR_TYPES = { 3: 2, 4: 6 } as const;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Bytes of a pixel. */
  readonly channels: keyof typeof COLOUR_TYPES;
  /** As a PNG stores them: each row after a byte that names its filter, which is none. */
  readonly scanlines: Buffer;
}

/** True colour without transparency. */
export interface Image extends Picture {
  put(x: number, y: number, color: Rgb): void;
}

export function createImage(width: number, height: number): Image {
  const stride = 1 + width * 3;
  const scanlines = Buffer.alloc(height * stride);
  const put = (x: number, y: number, [red, green, blue]: Rgb) => {
    if (x < 0 || x >= width || y < 0 || y >= height) return;
    const at = y * stride + 1 + x * 3;
    scanlines[at] = red;
    scanlines[at + 1] = green;
    scanlines[at + 2] = blue;
  };
  return { width, height, channels: 3, scanlines, put };
}

/**
 * An opaque drawing in RGBA, row by row. A loop over its million pixels, to leave out the fourth byte, takes as long as
 * drawing it while the engine does not know the loop yet, which is in each process's first report.
 */
export function pictureOf({ width, height, pixels }: { width: number; height: number; pixels: Uint8Array }): Picture {
  const row = width * 4;
  const scanlines = Buffer.alloc(height * (1 + row));
  for (let y = 0; y < height; y += 1) scanlines.set(pixels.subarray(y * row, (y + 1) * row), y * (1 + row) + 1);
  return { width, height, channels: 4, scanlines };
}

/** A PNG (ISO/IEC 15948), its data compressed at zlib's `level`. */
export function encodePng({ width, height, channels, scanlines }: Picture, level = 9): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, COLOUR_TYPES[channels], 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(scanlines, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
