import { crc32, deflateSync } from 'node:zlib';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUE_COLOR = 2;
const BITS = 8;

/** True colour without transparency. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** As a PNG stores them: each row after a byte that names its filter, which is none. */
  readonly scanlines: Buffer;
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
  return { width, height, scanlines, put };
}

/** RGBA with premultiplied alpha, as renderers hold it, on a white ground. */
export function scanlinesOf({ width, height, pixels }: { width: number; height: number; pixels: Uint8Array }): Buffer {
  const scanlines = Buffer.alloc(height * (1 + width * 3));
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  let to = 0;
  let from = 0;
  for (let y = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1) {
      // One read for a pixel: a picture has a million of them.
      const rgba = view.getUint32(from);
      const ground = 255 - (rgba & 255);
      scanlines[to] = (rgba >>> 24) + ground;
      scanlines[to + 1] = ((rgba >>> 16) & 255) + ground;
      scanlines[to + 2] = ((rgba >>> 8) & 255) + ground;
      to += 3;
      from += 4;
    }
  }
  return scanlines;
}

/** A PNG (ISO/IEC 15948), its data compressed at zlib's `level`. */
export function encodePng({ width, height, scanlines }: Omit<Image, 'put'>, level = 9): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, TRUE_COLOR, 0, 0, 0], 8);
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
