import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { encodePng, pictureOf } from '../../core/png.ts';
import { loadFonts } from '../fonts.ts';
import { GROUND } from './palette.ts';

const require = createRequire(import.meta.url);
/** zlib's: 11 ms for a chart of 31 KB; level 3 takes 4 ms for 44 KB. */
const LEVEL = 4;
/**
 * V8 optimises a function of WebAssembly once so much of it has run (1.8 million unless told). In a process's first
 * report that alone takes a second of CPU, which only some fifty drawings pay back.
 */
const TIERING_BUDGET = 1_000_000_000;

let ready: Promise<void> | undefined;

/** The SVG's picture, `zoom` pixels to each of its own, drawn with our own fonts and with nothing from outside the SVG. */
export async function renderPng(svg: string, zoom: number): Promise<Buffer> {
  ready ??= start();
  await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    background: GROUND,
    font: { fontBuffers: await loadFonts(), defaultFontFamily: 'Inter', loadSystemFonts: false },
  });
  try {
    const image = drawing.render();
    try {
      // Its own asPng() takes 27 ms for a chart, more than drawing it; zlib with what leads up to it takes 12.
      return encodePng(pictureOf(image), LEVEL);
    } finally {
      image.free();
    }
  } finally {
    // Its memory is WebAssembly's, which no garbage collector sees.
    drawing.free();
  }
}

async function start(): Promise<void> {
  const wasm = await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm'));
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  await initWasm(wasm);
}
