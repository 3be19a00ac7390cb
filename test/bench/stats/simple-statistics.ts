import type { Listing } from '../../../src/listings/listing.ts';
import type { SnapshotInput } from '../../../src/market/snapshot.ts';

const positive = (value: number | null): value is number => value !== null && value > 0;

/** The fifteen figures as one writes them with simple-statistics: rows filtered, values taken, its median and mean. */
export async function peerFigures(): Promise<(input: SnapshotInput) => Record<string, number | null>> {
  const { mean, median } = await import('simple-statistics');
  const some = (values: number[], of: (values: number[]) => number) => (values.length === 0 ? null : of(values));
  const perMonth = (count: number, days: number) => (count * 30.4375) / days;

  return ({ active, pending, closed, window, closingsWindow }) => {
    const forSale = active.listings.filter(isHome);
    const underContract = pending.listings.filter(isHome);
    const pace = closed.listings.filter((row) => isHome(row) && within(row.closeDate, closingsWindow));
    const sales = closed.listings.filter((row) => isHome(row) && within(row.closeDate, window));
    const supply = perMonth(pace.length, closingsWindow.days);
    const cuts = forSale.filter((row) => positive(row.listPrice) && positive(row.originalListPrice));
    const ratios = (asked: (row: Listing) => number | null) =>
      sales
        .filter((row) => positive(row.closePrice) && positive(asked(row)))
        .map((row) => (row.closePrice ?? 0) / (asked(row) ?? 1))
        .filter((ratio) => ratio >= 0.5 && ratio <= 1.5);
    return {
      medianSalePrice: some(sales.map((row) => row.closePrice).filter(positive), median),
      medianListPrice: some(forSale.map((row) => row.listPrice).filter(positive), median),
      closedSales: sales.length,
      newListings: new Set(
        [...forSale, ...underContract, ...pace].filter((row) => within(row.listDate, window)).map((row) => row.mlsId),
      ).size,
      activeListings: forSale.length,
      pendingListings: underContract.length,
      monthsOfSupply: forSale.length / supply,
      absorption: supply / forSale.length,
      daysOnMarket: some(
        sales.map((row) => row.daysOnMarket).filter((days) => days !== null && days >= 0) as number[],
        median,
      ),
      saleToList: some(
        ratios((row) => row.listPrice),
        mean,
      ),
      saleToOriginalList: some(
        ratios((row) => row.originalListPrice),
        mean,
      ),
      soldAboveList: some(
        sales.map((row) => ((row.closePrice ?? 0) > (row.listPrice ?? 0) ? 1 : 0)),
        mean,
      ),
      pricePerSqft: some(
        sales
          .filter((row) => positive(row.closePrice) && (row.livingArea ?? 0) >= 150)
          .map((row) => (row.closePrice ?? 0) / (row.livingArea ?? 1)),
        median,
      ),
      priceCuts: some(
        cuts.map((row) => ((row.listPrice ?? 0) < (row.originalListPrice ?? 0) ? 1 : 0)),
        mean,
      ),
      pendingRatio: underContract.length / forSale.length,
    };
  };
}

const isHome = ({ type, listPrice, closePrice }: Listing): boolean =>
  (type === 'RES' || type === 'CND') &&
  ((closePrice ?? listPrice) === null || Number(closePrice ?? listPrice) >= 10_000);

const within = (at: number | null, { from, to }: { from: number; to: number }): boolean =>
  at !== null && at >= from && at < to;
