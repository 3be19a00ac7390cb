import type { FigureKey } from '../market/snapshot.ts';

/** What each figure is called and how it is defined, on every surface. */
export const figureTexts: Readonly<Record<FigureKey, { label: string; definition: string }>> = {
  medianSalePrice: {
    label: 'Median sale price',
    definition: 'The middle of the prices at which sales closed in the period: half sold for more, half for less.',
  },
  medianListPrice: {
    label: 'Median list price',
    definition: 'The middle of the prices asked for active listings. It is not a sale price.',
  },
  closedSales: { label: 'Closed sales', definition: 'Sales whose closing date lies in the period.' },
  newListings: {
    label: 'New listings',
    definition:
      'Homes first listed in the period that are now active, pending or closed. Those withdrawn since, or listed as under contract and not yet pending, are missing from it.',
  },
  activeListings: {
    label: 'Active listings',
    definition: 'Homes for sale when the listings were read, without those under contract or coming soon.',
  },
  pendingListings: {
    label: 'Pending now',
    definition: 'Homes with an accepted contract that had not closed when the listings were read.',
  },
  monthsOfSupply: {
    label: 'Months of supply',
    definition:
      'Active listings divided by closed sales per month. The pace of sales is taken from the period named beside it.',
  },
  absorption: {
    label: 'Absorption per month',
    definition: 'Closed sales per month divided by active listings.',
  },
  daysOnMarket: {
    label: 'Median days on market',
    definition: 'The middle of the days that closed sales had been on the market, as the MLS counts them.',
  },
  saleToList: {
    label: 'Sale-to-list ratio',
    definition: 'The mean of sale price divided by last list price. Ratios outside 0.5 to 1.5 are left out.',
  },
  saleToOriginalList: {
    label: 'Sale-to-original-list ratio',
    definition: 'The mean of sale price divided by the first list price. Ratios outside 0.5 to 1.5 are left out.',
  },
  soldAboveList: {
    label: 'Sold above list price',
    definition: 'The share of closed sales whose price was above the last list price; equal is not above.',
  },
  pricePerSqft: {
    label: 'Price per square foot',
    definition: 'The middle of each sale’s own price divided by its living area.',
  },
  priceCuts: {
    label: 'Price ever reduced',
    definition: 'The share of active listings asking less than at first, of those whose original price is known.',
  },
  pendingRatio: {
    label: 'Pending to active',
    definition: 'Pending listings divided by active listings.',
  },
};
