import { renderPng } from '../charts/render-png.ts';
import type { Photo } from './fetch-photo.ts';

let grey: Promise<Buffer> | undefined;

/** Stands for a photo that is not there, cannot be had or cannot be drawn: the card keeps its shape. */
export async function noPhoto(): Promise<Photo> {
  grey ??= renderPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"><rect width="480" height="320" fill="#dfe4ea"/><text x="240" y="166" text-anchor="middle" font-family="Inter" font-size="20" fill="#4a5767">No photo available</text></svg>`,
    1,
  );
  return { contentType: 'image/png', content: await grey };
}
