import type { Listing } from '../listings/listing.ts';
import type { ExclusionReason, Figure } from './figure.ts';
import type { Population } from './population.ts';
import { mean } from './quantile.ts';
import { computeStatistic, isPositive } from './statistic.ts';

/** Outside, one of the two prices is a typing error: demo data holds ratios from 0.14 to 110. */
const PLAUSIBLE_RATIO = { min: 0.5, max: 1.5 };

/** Mean of close price ÷ last list price. */
export function saleToList(closed: Population): Figure {
  return computeStatistic(closed, {
    unit: 'ratio',
    read: (sale) => ratio(sale, sale.listPrice, 'no_price'),
    aggregate: mean,
  });
}

/** Mean of close price ÷ first list price, before any reduction. */
export function saleToOriginalList(closed: Population): Figure {
  return computeStatistic(closed, {
    unit: 'ratio',
    read: (sale) => ratio(sale, sale.originalListPrice, 'no_original_price'),
    aggregate: mean,
  });
}

/** Share of closed sales that went for more than the last list price; a tie is not above. */
export function soldAboveList(closed: Population): Figure {
  return computeStatistic(closed, {
    unit: 'share',
    read: ({ closePrice, listPrice }) => {
      if (!isPositive(closePrice) || !isPositive(listPrice)) return 'no_price';
      return closePrice > listPrice ? 1 : 0;
    },
    aggregate: mean,
  });
}

/** Share of active listings whose price was ever reduced, of those whose original price is known. */
export function priceCuts(active: Population): Figure {
  return computeStatistic(active, {
    unit: 'share',
    read: ({ listPrice, originalListPrice }) => {
      if (!isPositive(originalListPrice)) return 'no_original_price';
      if (!isPositive(listPrice)) return 'no_price';
      return listPrice < originalListPrice ? 1 : 0;
    },
    aggregate: mean,
  });
}

function ratio(sale: Listing, asked: number | null, missing: ExclusionReason): number | ExclusionReason {
  if (!isPositive(sale.closePrice)) return 'no_price';
  if (!isPositive(asked)) return missing;
  const value = sale.closePrice / asked;
  return value < PLAUSIBLE_RATIO.min || value > PLAUSIBLE_RATIO.max ? 'ratio_out_of_range' : value;
}
