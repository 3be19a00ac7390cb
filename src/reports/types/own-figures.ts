import type { Listing } from '../../listings/listing.ts';
import { countOf } from '../../market/counts.ts';
import { daysOnMarket, medianDaysOnMarket } from '../../market/days-on-market.ts';
import type { ExclusionReason } from '../../market/figure.ts';
import { priceCuts } from '../../market/negotiation.ts';
import type { Population } from '../../market/population.ts';
import { medianListPrice, medianListPricePerSqft } from '../../market/prices.ts';
import { mean } from '../../market/quantile.ts';
import { computeStatistic, isPositive } from '../../market/statistic.ts';
import type { OwnFigure } from '../figures.ts';

// Their keys differ from the market's: a median of this week's listings is not the median of the inventory, and a
// narrator that read one for the other would say something false.

const NEW = 'new listings still active';
const asNew = ({ active }: { active: Population }): Population => ({ ...active, label: NEW });

export const newActive: OwnFigure = {
  key: 'newActiveListings',
  label: 'New and still active',
  definition:
    'Homes first listed in the period that are for sale when the listings are read. Those already under contract, sold or withdrawn are not counted.',
  compute: (populations) => countOf(asNew(populations)),
};

export const newListPrice: OwnFigure = {
  key: 'newMedianListPrice',
  label: 'Median list price',
  definition: 'The middle of the prices asked for these new listings. It is not a sale price.',
  compute: (populations) => medianListPrice(asNew(populations)),
};

export const newPricePerSqft: OwnFigure = {
  key: 'newListPricePerSqft',
  label: 'List price per sq ft',
  definition: 'The middle of each new listing’s own list price divided by its living area.',
  compute: (populations) => medianListPricePerSqft(asNew(populations)),
};

export const newPriceCuts: OwnFigure = {
  key: 'newPriceCuts',
  label: 'Already reduced',
  definition: 'The share of these new listings asking less than at first, of those whose original price is known.',
  compute: (populations) => priceCuts(asNew(populations)),
};

export const highestListPrice: OwnFigure = {
  key: 'highestListPrice',
  label: 'Highest list price',
  definition: 'The highest price asked for an active listing. It is not a sale price.',
  census: true,
  compute: ({ active }) =>
    computeStatistic(active, {
      unit: 'usd',
      read: listPrice,
      aggregate: (prices) => (prices.length > 0 ? Math.max(...prices) : null),
    }),
};

export const activePricePerSqft: OwnFigure = {
  key: 'listPricePerSqft',
  label: 'List price per sq ft',
  definition: 'The middle of each active listing’s own list price divided by its living area.',
  compute: ({ active }) => medianListPricePerSqft(active),
};

export const ageOfStock: OwnFigure = {
  key: 'activeDaysOnMarket',
  label: 'Median days listed',
  definition: 'The middle of the days that active listings have been on the market, as the MLS counts them.',
  compute: ({ active }) => medianDaysOnMarket(active),
};

const LONG_DAYS = 90;

export const longOnMarket: OwnFigure = {
  key: 'activeOver90Days',
  label: `Listed over ${LONG_DAYS} days`,
  definition: `The share of active listings that have been on the market for more than ${LONG_DAYS} days, of those whose days are known.`,
  compute: ({ active }) =>
    computeStatistic(active, {
      unit: 'share',
      read: (home) => {
        const days = daysOnMarket(home);
        return typeof days === 'number' ? Number(days > LONG_DAYS) : days;
      },
      aggregate: mean,
    }),
};

const listPrice = ({ listPrice: price }: Listing): number | ExclusionReason => (isPositive(price) ? price : 'no_price');
