/** CSS pixels in a card of half the page's width; photos are mostly 3:2. */
export const CARD_PHOTO = { width: 234, height: 156 } as const;

/** The name under which the n-th card's photo comes with the message. */
export const photoCid = (index: number): string => `photo-${index + 1}@reportctl`;
