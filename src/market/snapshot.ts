import type { PropertyType } from '../listings/listing.ts';
import { countOf, newListings } from './counts.ts';
import { medianDaysOnMarket } from './days-on-market.ts';
import type { Figure } from './figure.ts';
import { priceCuts, saleToList, saleToOriginalList, soldAboveList } from './negotiation.ts';
import { isRental, type Population, type Reading, selectPopulation } from './population.ts';
import { medianListPrice, medianPricePerSqft, medianSalePrice } from './prices.ts';
import { DEFAULT_SAMPLE_THRESHOLDS, type SampleSize, type SampleThresholds, sampleSize } from './sample-size.ts';
import { absorption, type Closings, monthsOfSupply, pendingRatio } from './supply.ts';
import type { Window } from './window.ts';

export interface SnapshotInput {
  readonly active: Reading;
  readonly pending: Reading;
  /** Must cover both windows. */
  readonly closed: Reading;
  readonly window: Window;
  /** The closings that the pace of sales (supply, absorption) is taken from; 90 days unless the report looks back further. */
  readonly closingsWindow: Window;
  readonly types?: readonly PropertyType[];
  readonly thresholds?: SampleThresholds;
}

export type FigureKey = keyof ReturnType<typeof computeFigures>;
export type SizedFigure = Figure & { readonly sample: SampleSize };

export interface MarketSnapshot {
  readonly figures: Readonly<Record<FigureKey, SizedFigure>>;
  readonly populations: Readonly<Record<'active' | 'pending' | 'closed', Population>>;
  /** Rentals among all that the feed returned, those included that it dropped itself. */
  readonly rentals: number;
}

export const FOR_SALE: readonly PropertyType[] = ['RES', 'CND'];

/** Every figure of one area and window. Pure: the same readings give the same figures. */
export function computeSnapshot(input: SnapshotInput): MarketSnapshot {
  const { window, closingsWindow, types = FOR_SALE, thresholds = DEFAULT_SAMPLE_THRESHOLDS } = input;
  const select = (closedIn: Window): Closings => ({
    ...selectPopulation(input.closed, { label: 'closed sales', status: 'Closed', types, closedIn }),
    window: closedIn,
  });
  const populations = {
    active: selectPopulation(input.active, { label: 'active listings', status: 'Active', types }),
    pending: selectPopulation(input.pending, { label: 'pending listings', status: 'Pending', types }),
    closed: select(window),
  };
  const figures = computeFigures({ ...populations, closings: select(closingsWindow) }, window);
  const sized = Object.entries(figures).map(([key, figure]) => [
    key,
    { ...figure, sample: sampleSize(figure, thresholds) },
  ]);
  return {
    figures: Object.fromEntries(sized) as Record<FigureKey, SizedFigure>,
    populations,
    rentals: countRentals([input.active, input.pending, input.closed]),
  };
}

interface Populations {
  active: Population;
  pending: Population;
  closed: Population;
  closings: Closings;
}

function computeFigures({ active, pending, closed, closings }: Populations, window: Window) {
  return {
    medianSalePrice: medianSalePrice(closed),
    medianListPrice: medianListPrice(active),
    closedSales: countOf(closed),
    newListings: newListings([active, pending, closings], window),
    activeListings: countOf(active),
    pendingListings: countOf(pending),
    monthsOfSupply: monthsOfSupply(active, closings),
    absorption: absorption(active, closings),
    daysOnMarket: medianDaysOnMarket(closed),
    saleToList: saleToList(closed),
    saleToOriginalList: saleToOriginalList(closed),
    soldAboveList: soldAboveList(closed),
    pricePerSqft: medianPricePerSqft(closed),
    priceCuts: priceCuts(active),
    pendingRatio: pendingRatio(active, pending),
  };
}

/** Each once, also where two readings return it. */
function countRentals(readings: readonly Reading[]): number {
  const own = new Set<number>();
  for (const { listings } of readings) for (const listing of listings) if (isRental(listing)) own.add(listing.mlsId);
  return readings.reduce((sum, { dropped }) => sum + (dropped.rental ?? 0), own.size);
}
