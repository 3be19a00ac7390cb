import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withInlineImages } from '../../src/core/inline-images.ts';
import { reportAttachments } from '../../src/reports/attachments.ts';
import { renderHtml } from '../../src/reports/render-html.ts';
import { MARKETS } from '../gallery/markets.ts';
import { picture } from '../support/chromium.ts';
import { decodePng } from '../support/decode-png.ts';
import { footer, houston, modelOf } from './examples.ts';

const require = createRequire(import.meta.url);

/** A page in one look, on a phone and on a desk, as a coarse grid of colours: the same whatever draws the letters. */
export const SCREENS = ['market_snapshot', 'new_listings_gallery', 'price_bands'].flatMap((reportType) =>
  ['light', 'dark'].map((look) => ({ name: `${reportType}-${look}`, reportType, dark: look === 'dark' })),
);
const WIDTHS = [360, 600];
const HEIGHT = 2_400;
/** CSS pixels: a card's border vanishes in it, a missing chart or a wrong ground does not. */
const CELL = 40;

export type Screen = (typeof SCREENS)[number];

/** Hexadecimal colours, row by row. */
export async function gridOf({ reportType, dark }: Screen): Promise<string[]> {
  const model = await modelOf(MARKETS.balanced ?? houston(), { request: { reportType } });
  const page = withInlineImages(renderHtml(model, footer), await reportAttachments(model, { pdf: false }));
  const folder = await mkdtemp(join(tmpdir(), 'reportctl-screen-'));
  try {
    const file = join(folder, 'page.png');
    await picture(await withOwnFont(page), file, { widths: WIDTHS, height: HEIGHT, dark });
    const { width, height, mean } = decodePng(await readFile(file));
    return Array.from({ length: Math.floor(height / CELL) }, (_, row) =>
      Array.from({ length: Math.floor(width / CELL) }, (__, column) => {
        const colour = mean(column * CELL, row * CELL, CELL, CELL);
        return colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('');
      }).join(' '),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The host's fonts would decide where lines break. */
async function withOwnFont(page: string): Promise<string> {
  const faces = await Promise.all(
    ['400Regular', '700Bold'].map(async (name) => {
      const font = await readFile(require.resolve(`@expo-google-fonts/inter/${name}/Inter_${name}.ttf`), 'base64');
      return `@font-face{font-family:Own;font-weight:${name.slice(0, 3)};src:url(data:font/ttf;base64,${font})}`;
    }),
  );
  return page.replace('</head>', `<style>${faces.join('')}*{font-family:Own!important}</style></head>`);
}
