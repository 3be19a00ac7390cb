import { textOf } from '../headline.ts';
import { byPrice, listingsOf } from '../listing-cards.ts';
import type { Named } from '../named-homes.ts';
import { capitalised } from '../text.ts';
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
  headline: ({ figures, ...named }) => {
    const highest = textOf(figures, 'highestListPrice');
    const count = textOf(figures, 'activeListings');
    const total = figures.find(({ key }) => key === 'activeListings')?.value;
    return {
      subject: `Featured ${named.homes.many} in ${named.area}${highest === null ? '' : `, up to ${highest}`}`,
      headline: headlineOf({ count, highest, fits: (total ?? Number.POSITIVE_INFINITY) <= MOST }, named),
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

interface Featured {
  readonly count: string | null;
  readonly highest: string | null;
  /** All of them are shown. */
  readonly fits: boolean;
}

function headlineOf({ count, highest, fits }: Featured, { area, homes }: Named): string {
  if (count === null) return `High-priced ${homes.many} for sale in ${area}, of those that could be read.`;
  if (count === '0') return `No ${homes.one} is for sale in ${area}.`;
  if (highest === null && count === '1') return `1 ${homes.one} is for sale in ${area}; it has no list price.`;
  if (highest === null) return `${count} ${homes.many} are for sale in ${area}; none has a list price.`;
  if (count === '1') return `The one ${homes.one} for sale in ${area}.`;
  const all = `the ${count} ${homes.many} for sale in ${area}`;
  return fits ? `${capitalised(all)}, highest priced first.` : `The highest priced of ${all}.`;
}
