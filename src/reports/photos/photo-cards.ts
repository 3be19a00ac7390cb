import type { ReportListing } from '../model.ts';

/** CSS pixels in a card of half the page's width; photos are mostly 3:2. */
export const CARD_PHOTO = { width: 234, height: 156 } as const;

/** Lies as quietly on a dark page as on a light one. */
export const NO_PHOTO_GROUND = '#8d98a6';

/** The name under which the n-th card's photo comes with the message. */
export const photoCid = (index: number): string => `photo-${index + 1}@reportctl`;

/** Where none of the cards has a photo, a row of grey fields would say nothing. */
export const hasPhotos = (shown: readonly Pick<ReportListing, 'photo'>[]): boolean =>
  shown.some(({ photo }) => photo !== null);
