import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Photo } from '../photos/fetch-photo.ts';
import { pixelSize } from '../photos/pixel-size.ts';

/** The typesetter's root. Nothing is there, so no template can read a file of this host. */
export const NOWHERE = '/nowhere';

/** Decoded, 12 MB of each; 290 KB can say that they are a gigabyte (S4). */
const MOST_PIXELS = 4_000_000;

/** The name under which the template knows the n-th card's photo. */
export const photoFile = (index: number): string => `/photo-${index + 1}`;

/**
 * What `produce` makes while the typesetter, and nobody else, sees the photos as files. One that it cannot draw is
 * `missing` instead: it makes no document at all with a damaged picture, and the report is worth more than that (R9).
 */
export async function withPhotos<T>(compiler: NodeCompiler, photos: readonly Photo[], produce: () => T): Promise<T> {
  if (photos.length === 0) return produce();
  // Drawn by a library that a report without photos need not load.
  const { noPhoto } = await import('../photos/no-photo.ts');
  const missing = await noPhoto();
  // From here on nothing waits: all reports share one typesetter, and each has a first photo.
  const put = (index: number, { content }: Photo) => compiler.mapShadow(`${NOWHERE}${photoFile(index)}`, content);
  photos.forEach((photo, i) => {
    put(i, isBounded(photo) ? photo : missing);
  });
  try {
    return produce();
  } catch (error) {
    const damaged = photos.flatMap((_, i) => (isDrawable(compiler, i) ? [] : [i]));
    if (damaged.length === 0) throw error;
    for (const index of damaged) put(index, missing);
    return produce();
  } finally {
    photos.forEach((_, i) => {
      compiler.unmapShadow(`${NOWHERE}${photoFile(i)}`);
    });
  }
}

function isBounded(photo: Photo): boolean {
  const size = pixelSize(photo);
  return size !== null && size.width * size.height <= MOST_PIXELS;
}

/** Tried by itself, since the typesetter does not say which of a document's pictures it failed on. */
function isDrawable(compiler: NodeCompiler, index: number): boolean {
  try {
    return compiler.pdf({ mainFileContent: `#image("${photoFile(index)}")` }).length > 0;
  } catch {
    return false;
  }
}
