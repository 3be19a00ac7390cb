import { textOf } from '../headline.ts';
import { byPrice, listingsOf } from '../listing-cards.ts';
import { countHomes, countThere, type Named } from '../named-homes.ts';
import { capitalised } from '../text.ts';
import { ACTIVE } from './asks.ts';
import { activePricePerSqft, highestListPrice } from './own-figures.ts';
import type { MarketReport } from './report-parts.ts';

/** A page of cards is an invitation to look, not a catalogue; but no one or two homes are left out alone. */
const MOST = 8;
const ALL = 10;

export const featuredListings: MarketReport = {
  reportType: 'featured_listings',
  title: 'Featured listings',
  about: ['active'],
  period: 'report',
  asks: () => ({ active: ACTIVE }),
  figures: [highestListPrice, 'medianListPrice', 'activeListings', activePricePerSqft],
  narrated: false,
  featured: true,
  ofTheMoment: true,
  headline: ({ figures, ...named }) => {
    const highest = textOf(figures, 'highestListPrice');
    const count = textOf(figures, 'activeListings');
    const total = figures.find(({ key }) => key === 'activeListings')?.value;
    return {
      subject: subjectOf({ count, highest }, named),
      headline: headlineOf({ count, highest, fits: (total ?? Number.POSITIVE_INFINITY) <= ALL }, named),
    };
  },
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.active, {
      heading: 'Highest priced first',
      layout: 'cards',
      order: byPrice,
      zone: context.zone,
      most: snapshot.populations.active.listings.length <= ALL ? ALL : MOST,
    }),
};

interface Featured {
  readonly count: string | null;
  readonly highest: string | null;
  /** All of them are shown. */
  readonly fits: boolean;
}

function subjectOf({ count, highest }: Omit<Featured, 'fits'>, named: Named): string {
  if (count === '0') return `${named.place}: ${countThere(count, named)} for sale`;
  return `${named.place}: featured listings${highest === null ? '' : ` up to ${highest}`}`;
}

function headlineOf({ count, highest, fits }: Featured, { area, homes }: Named): string {
  if (count === null) return `High-priced ${homes.many} for sale in ${area}, of those that could be read.`;
  const one = count === '1' || count === '0';
  const all = `${capitalised(countHomes(count, { homes }))} ${one ? 'is' : 'are'} for sale in ${area}`;
  if (count === '0') return `${all}.`;
  if (highest === null) return `${all}; ${one ? 'it has no' : 'none has a'} list price.`;
  if (fits) return one ? `${all}, at ${highest}.` : `${all}; the highest asks ${highest}.`;
  return `Of the ${count} ${homes.many} for sale in ${area}, these ${MOST} ask the most, the highest ${highest}.`;
}
