import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { encodePng, scanlinesOf } from '../../core/png.ts';
import { loadFonts } from '../fonts.ts';

const require = createRequire(import.meta.url);
/** zlib's: 3 ms for a chart of 36 KB; level 6 takes 12 ms for 26 KB. */
const LEVEL = 3;

let ready: Promise<void> | undefined;

/** The SVG's picture, `zoom` pixels to each of its own, drawn with our own fonts and with nothing from outside the SVG. */
export async function renderPng(svg: string, zoom: number): Promise<Buffer> {
  ready ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
  await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers: await loadFonts(), defaultFontFamily: 'Inter', loadSystemFonts: false },
  });
  try {
    const image = drawing.render();
    try {
      const { width, height, pixels } = image;
      // Its own asPng() takes 27 ms for a chart, more than drawing it; zlib with what leads up to it takes 8.
      return encodePng({ width, height, scanlines: scanlinesOf({ width, height, pixels }) }, LEVEL);
    } finally {
      image.free();
    }
  } finally {
    // Its memory is WebAssembly's, which no garbage collector sees.
    drawing.free();
  }
}
