import type { Listing } from '../listings/listing.ts';
import { idOf, mostInMail } from './listing-cards.ts';
import { firstOfEach } from './listing-groups.ts';
import { cleanText, DASH, textOrDash } from './text.ts';

/** Characters of one disclaimer, and of all: more would push the e-mail over its size, were all of them escaped. */
const LONGEST = 600;
const ALL_IN_MAIL = 5_400;

/** The disclaimers that a page's listings bring along, each once: of those that the e-mail shows, and of all. */
export function disclaimersOf(groups: readonly (readonly Listing[])[]) {
  const all = groups.flat();
  const inMail = firstOfEach(groups, mostInMail(all.length), idOf).flat();
  return { disclaimers: cutToSize(distinct(inMail)), allDisclaimers: distinct(all) };
}

function distinct(listings: readonly Listing[]): string[] {
  const own = listings.map(({ disclaimer }) => textOrDash(disclaimer, LONGEST));
  return [...new Set(own.filter((text) => text !== DASH))];
}

function cutToSize(texts: string[]): string[] {
  if (texts.join('').length <= ALL_IN_MAIL) return texts;
  return texts.map((text) => cleanText(text, Math.floor(ALL_IN_MAIL / texts.length)));
}
