import { SAMPLE_PHOTO_HOST, samplePhoto } from '../../listings/sample/photo.ts';
import { listingsInMail } from '../mail-listings.ts';
import type { ReportModel } from '../model.ts';
import { createPhotoFetcher, type FetchPhoto, PHOTO_LIMITS, type Photo } from './fetch-photo.ts';
import { noPhoto } from './no-photo.ts';
import { hasPhotos, photoCid } from './photo-cards.ts';

export interface PhotoImage extends Photo {
  readonly cid: string;
  readonly filename: string;
}

const EXTENSIONS: Readonly<Record<Photo['contentType'], string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
};

/** 290 KB each at most. */
const MOST_KEPT = 50;
/** By URL, oldest use first: 300 reports of one city fetch its photos once. */
const kept = new Map<string, Promise<Photo | null>>();

/**
 * The photos that the page's cards show, as parts of its message. Where some have one, the others have a grey field, as
 * has one that cannot be had: the page must not depend on what a photo server does.
 */
export async function photoImages(
  { listings }: Pick<ReportModel, 'listings'>,
  fetchPhoto: FetchPhoto = createPhotoFetcher(PHOTO_LIMITS),
): Promise<PhotoImage[]> {
  const shown = listings?.layout === 'cards' ? listingsInMail(listings).flatMap(({ items }) => items) : [];
  if (!hasPhotos(shown)) return [];
  return Promise.all(
    shown.map(async ({ photo }, i) => {
      const { contentType, content } = (photo && (await photoOf(photo, fetchPhoto))) || (await noPhoto());
      return { cid: photoCid(i), filename: `photo-${i + 1}.${EXTENSIONS[contentType]}`, contentType, content };
    }),
  );
}

function photoOf(url: string, fetchPhoto: FetchPhoto): Promise<Photo | null> {
  const { hostname, pathname } = new URL(url);
  if (hostname === SAMPLE_PHOTO_HOST) {
    return Promise.resolve({ contentType: 'image/png', content: samplePhoto(pathname) });
  }
  const photo = kept.get(url) ?? fetchPhoto(url);
  kept.delete(url);
  kept.set(url, photo);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return photo;
}
