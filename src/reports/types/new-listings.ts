import { inPeriod } from '../format.ts';
import { textOf } from '../headline.ts';
import { byNewest, listingsOf } from '../listing-cards.ts';
import type { ReportListings } from '../model.ts';
import { countHomes } from '../named-homes.ts';
import { capitalised, countOrNo } from '../text.ts';
import { listedIn } from './asks.ts';
import { newActive, newListPrice, newPriceCuts, newPricePerSqft } from './own-figures.ts';
import type { MarketReport } from './report-parts.ts';

export const newListingsReport = fresh('new_listings', 'New listings', 'rows');
export const newListingsGallery = fresh('new_listings_gallery', 'New listings', 'cards');

function fresh(reportType: string, title: string, layout: ReportListings['layout']): MarketReport {
  return {
    reportType,
    title,
    about: ['active'],
    period: 'report',
    asks: ({ windows }) => ({ active: listedIn(windows.report) }),
    figures: [newActive, newListPrice, newPricePerSqft, newPriceCuts],
    narrated: false,
    counted: { one: 'new listing', many: 'new listings' },
    headline: ({ figures, period, ...named }) => {
      const { area, place } = named;
      const count = textOf(figures, 'newActiveListings');
      const price = textOf(figures, 'newMedianListPrice');
      return {
        subject: count === null ? `${place}: new listings` : `${place}: ${countOrNo(count, 'new listing')} for sale`,
        headline:
          count === '0'
            ? `${capitalised(countHomes(count, named))} listed in ${area} ${inPeriod(period)} is for sale now.`
            : `Listed in ${area} ${inPeriod(period)}, and for sale now: ${countHomes(count ?? 'many', named)}${price === null ? '' : `, asking ${count === '1' ? '' : 'a median of '}${price}`}.`,
      };
    },
    listings: ({ snapshot, context }) =>
      listingsOf(
        { ...snapshot.populations.active, label: 'new listings' },
        { heading: 'New listings, newest first', layout, order: byNewest, zone: context.zone },
      ),
  };
}
