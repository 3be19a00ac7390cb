import type { Photo } from './fetch-photo.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** A photo's size as its own header tells it; null where it tells none. Nothing is decoded for it. */
export function pixelSize({ contentType, content }: Photo): PixelSize | null {
  try {
    if (contentType === 'image/png') return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
    if (contentType === 'image/gif') return { width: content.readUInt16LE(6), height: content.readUInt16LE(8) };
    return jpegSize(content);
  } catch {
    // It ends before the header does.
    return null;
  }
}

/** SOF0 to SOF15, less the three of that range which are tables (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(content: Buffer): PixelSize | null {
  let at = 2;
  while (content.readUInt8(at) === 0xff) {
    const marker = content.readUInt8(at + 1);
    if (isFrame(marker)) return { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    // A fill byte, of which there may be any number before a marker.
    at += marker === 0xff ? 1 : 2 + content.readUInt16BE(at + 2);
  }
  return null;
}
