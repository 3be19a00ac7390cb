import type { PropertyType } from '../listings/listing.ts';
import { countOf } from './counts.ts';
import { medianDaysOnMarket } from './days-on-market.ts';
import type { Figure, Unit } from './figure.ts';
import { saleToList, saleToOriginalList, soldAboveList } from './negotiation.ts';
import { type Population, type Reading, selectPopulation } from './population.ts';
import { medianPricePerSqft, medianSalePrice } from './prices.ts';
import { type FigureKey, FOR_SALE } from './snapshot.ts';
import { absorptionOf, type Closings, monthsOfSupplyOf, pendingRatioOf } from './supply.ts';
import type { Window } from './window.ts';

/** What was for sale on an earlier day. It was written down that day: a feed tells only today's. */
export interface InventoryThen {
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly active: number;
  readonly pending: number;
  readonly medianListPrice: number | null;
}

export interface PastInput {
  /** Must cover both windows. */
  readonly closed: Reading;
  readonly window: Window;
  readonly closingsWindow: Window;
  /** Of the end of the window; null where nobody wrote it down. */
  readonly inventory: InventoryThen | null;
  readonly types?: readonly PropertyType[];
}

/** The figures of an earlier window, as far as they can be known now. Pure. */
export function computePastFigures(input: PastInput): Readonly<Record<FigureKey, Figure>> {
  const { window, closingsWindow, inventory, types = FOR_SALE } = input;
  const select = (closedIn: Window): Closings => ({
    ...selectPopulation(input.closed, { label: 'closed sales', status: 'Closed', types, closedIn }),
    window: closedIn,
  });
  return { ...salesOf(select(window)), ...offersOf(inventory, select(closingsWindow)) };
}

function salesOf(closed: Population) {
  return {
    medianSalePrice: medianSalePrice(closed),
    closedSales: countOf(closed),
    daysOnMarket: medianDaysOnMarket(closed),
    saleToList: saleToList(closed),
    saleToOriginalList: saleToOriginalList(closed),
    soldAboveList: soldAboveList(closed),
    pricePerSqft: medianPricePerSqft(closed),
  };
}

const ACTIVE: Population = { label: 'active listings', listings: [], truncated: false, excluded: {} };
const PENDING: Population = { ...ACTIVE, label: 'pending listings' };
const UNKNOWN_INVENTORY = 'the inventory of that day is not stored';

function offersOf(inventory: InventoryThen | null, closings: Closings) {
  return {
    // Homes that were withdrawn since are in no answer of the feed, so an earlier window would always look poorer.
    newListings: unknown('count', 'homes withdrawn since are not known'),
    priceCuts: unknown('share', 'price cuts of an earlier day are not stored'),
    ...(inventory ? knownOffers(inventory, closings) : unknownOffers()),
  };
}

function knownOffers({ active, pending, medianListPrice }: InventoryThen, closings: Closings) {
  return {
    activeListings: stored(active, 'count', active, ACTIVE.label),
    pendingListings: stored(pending, 'count', pending, PENDING.label),
    medianListPrice: stored(medianListPrice, 'usd', active, ACTIVE.label),
    monthsOfSupply: monthsOfSupplyOf(active, [ACTIVE, closings], closings),
    absorption: absorptionOf(active, [ACTIVE, closings], closings),
    pendingRatio: pendingRatioOf(active, [ACTIVE, PENDING], pending),
  };
}

function unknownOffers() {
  return {
    activeListings: unknown('count', UNKNOWN_INVENTORY),
    pendingListings: unknown('count', UNKNOWN_INVENTORY),
    medianListPrice: unknown('usd', UNKNOWN_INVENTORY),
    monthsOfSupply: unknown('months', UNKNOWN_INVENTORY),
    absorption: unknown('ratio', UNKNOWN_INVENTORY),
    pendingRatio: unknown('ratio', UNKNOWN_INVENTORY),
  };
}

function stored(value: number | null, unit: Unit, n: number, population: string): Figure {
  return { value, unit, population, n, excluded: {}, ...(value === null ? { reason: 'it was not known then' } : {}) };
}

const unknown = (unit: Unit, reason: string): Figure => {
  return { value: null, unit, population: ACTIVE.label, n: 0, excluded: {}, reason };
};
