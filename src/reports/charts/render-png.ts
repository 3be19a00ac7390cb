import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { loadFonts } from '../fonts.ts';

const require = createRequire(import.meta.url);

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
      return Buffer.from(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    // Its memory is WebAssembly's, which no garbage collector sees.
    drawing.free();
  }
}
