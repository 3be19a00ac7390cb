import { INK } from '../charts/palette.ts';
import { renderPng } from '../charts/render-png.ts';
import type { Photo } from './fetch-photo.ts';
import { NO_PHOTO_GROUND } from './photo-cards.ts';

let grey: Promise<Buffer> | undefined;

/**
 * Stands for a photo that is not there, cannot be had or cannot be drawn: the card keeps its shape. Its letters are
 * shown half as high as drawn, in half of a 600 px page.
 */
export async function noPhoto(): Promise<Photo> {
  grey ??= renderPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="${NO_PHOTO_GROUND}"/><text x="240" y="170" text-anchor="middle" font-family="Inter" font-size="32" fill="${INK}">No photo available</text></svg>`,
    1,
  );
  return { contentType: 'image/png', content: await grey };
}
