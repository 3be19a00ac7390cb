import type { Listing } from '../listings/listing.ts';
import type { Figure } from './figure.ts';
import type { Population } from './population.ts';
import { median } from './quantile.ts';
import { computeStatistic, isPositive } from './statistic.ts';

/** Below it an area is a storage room or a typing error. */
const SMALLEST_HOME_SQFT = 150;

/** Median of what closed sales went for, USD. */
export function medianSalePrice(closed: Population): Figure {
  return computeStatistic(closed, {
    unit: 'usd',
    read: ({ closePrice }) => (isPositive(closePrice) ? closePrice : 'no_price'),
    aggregate: median,
  });
}

/** Median of what sellers of active listings ask, USD. */
export function medianListPrice(active: Population): Figure {
  return computeStatistic(active, {
    unit: 'usd',
    read: ({ listPrice }) => (isPositive(listPrice) ? listPrice : 'no_price'),
    aggregate: median,
  });
}

/** Median of the homes' own close price ÷ living area, USD per square foot (not total price ÷ total area). */
export function medianPricePerSqft(closed: Population): Figure {
  return medianPerSqft(closed, ({ closePrice }) => closePrice);
}

/** The same of what sellers ask. */
export function medianListPricePerSqft(active: Population): Figure {
  return medianPerSqft(active, ({ listPrice }) => listPrice);
}

function medianPerSqft(population: Population, priceOf: (home: Listing) => number | null): Figure {
  return computeStatistic(population, {
    unit: 'usd_per_sqft',
    read: (home) => {
      const price = priceOf(home);
      if (!isPositive(price)) return 'no_price';
      const { livingArea } = home;
      return isPositive(livingArea) && livingArea >= SMALLEST_HOME_SQFT ? price / livingArea : 'no_area';
    },
    aggregate: median,
  });
}
