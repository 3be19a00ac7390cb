import { textOf } from '../headline.ts';
import { byPrice, listingsOf } from '../listing-cards.ts';
import { ACTIVE } from './asks.ts';
import { activePricePerSqft, highestListPrice } from './own-figures.ts';
import type { MarketReport } from './report-parts.ts';

/** A page of cards is an invitation to look, not a catalogue. */
const MOST = 8;

export const featuredListings: MarketReport = {
  reportType: 'featured_listings',
  title: 'Featured listings',
  about: ['active'],
  period: 'report',
  asks: () => ({ active: ACTIVE }),
  figures: [highestListPrice, 'medianListPrice', 'activeListings', activePricePerSqft],
  narrated: false,
  featured: true,
  headline: ({ figures, area }) => {
    const highest = textOf(figures, 'highestListPrice');
    const count = textOf(figures, 'activeListings');
    return {
      subject: `Featured homes in ${area}${highest === null ? '' : `, up to ${highest}`}`,
      headline: headlineOf(count, area),
    };
  },
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.active, {
      heading: 'Highest priced first',
      layout: 'cards',
      order: byPrice,
      zone: context.zone,
      most: MOST,
    }),
};

function headlineOf(count: string | null, area: string): string {
  if (count === null) return `High-priced homes for sale in ${area}, of those that could be read.`;
  if (count === '0') return `No home is for sale in ${area}.`;
  if (count === '1') return `The one home for sale in ${area}.`;
  return `The highest priced of the ${count} homes for sale in ${area}.`;
}
