import type { ListingResult } from '../listings/feed.ts';
import { type AudienceResult, applyAudience, asFilters, FEWEST_RESULTS } from '../listings/filters/apply-audience.ts';
import type { HomeNoun } from '../listings/filters/audiences.ts';
import { type Limits, mismatchOf } from '../listings/filters/match.ts';
import type { Listing } from '../listings/listing.ts';
import { isRental, type Reading, selectPopulation } from '../market/population.ts';
import type { BandEdges } from '../market/price-bands.ts';
import { median } from '../market/quantile.ts';
import { FOR_SALE } from '../market/snapshot.ts';
import type { Window } from '../market/window.ts';
import type { ReportSelection } from './definition.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { priceRangeOf } from './price-range.ts';
import { nounFor, presetOf, selectionNotices } from './selection-words.ts';

/** What the feed answered, reduced to the homes of a selection, with those that may belong to it apart. */
export type Answer = ListingResult & Pick<Reading, 'unchecked'>;
export type Answers = Readonly<
  Partial<Record<'active' | 'pending' | 'closed' | 'earlier' | 'yearAgo' | 'stock' | 'sold', Answer>>
>;

export interface Selected {
  readonly answers: Answers;
  /** What the report is about; null where that is all homes. */
  readonly homes: HomeNoun | null;
  readonly notices: readonly string[];
  /** What kept homes from being chosen, or null where each could be. */
  readonly obstacle: Obstacle | null;
  /** Between which prices its homes lie, as far as it sets a limit. */
  readonly prices: BandEdges;
}

/**
 * Of which of the area's median prices a limit is a share: the list price is told by all of its active listings alone,
 * the sale price by its closings.
 */
export function restsOnMedian({ audience, filters }: ReportSelection): { list: boolean; sale: boolean } {
  const of = [presetOf(audience).price?.of, filters.price?.of];
  return { list: of.includes('list'), sale: of.includes('sale') };
}

interface Lead {
  /** The answers that the report is about; the price limit is settled on the first. */
  readonly about: readonly ['active' | 'closed', ...('pending' | 'closed')[]];
  /** Whose closings the page shows: an answer holds more, for the figures of longer windows. */
  readonly window: Window;
  readonly featured: boolean;
  /** What is counted to tell whether that holds enough: "new listing", which says less than "home". */
  readonly counted: HomeNoun;
}

/**
 * Reduces every answer to the homes that the report is about. The price limit is settled once, on the homes that the
 * report leads with, so that all of its figures are about the same range; widened or not known, it says so (M8).
 * @throws ReportctlError of scope `schedule` for an audience that is not known
 */
export function selectHomes(
  answers: Answers,
  selection: ReportSelection,
  { about, window, featured, counted }: Lead,
): Selected {
  const stock = answers.stock ?? answers.active;
  const sold = answers.sold ?? answers.closed;
  const medians = {
    list: stock?.truncated ? null : medianOf(stock, ({ listPrice }) => listPrice),
    sale: sold?.truncated ? null : medianOf(sold, ({ closePrice }) => closePrice),
  };
  const fewest = featured ? FEWEST_RESULTS.featured : FEWEST_RESULTS.list;
  const settled = applyAudience(shownOf(answers, about[0], window), { ...selection, fewest }, medians);
  if (settled.unresolved === null && settled.limits.length === 0 && isUnfiltered(selection)) {
    return { answers, homes: null, notices: [], obstacle: null, prices: priceRangeOf([]) };
  }
  const homes = nounFor(selection, settled);
  const conditions = conditionsOf(selection);
  const reduce = reduction(settled, conditions);
  const reduced = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer && reduce(answer)] as const),
  ) as Answers;
  const { stock: _stock, sold: _sold, ...shown } = reduced;
  return {
    answers: reduced,
    homes,
    notices: selectionNotices(settled, selection, { homes, counted }),
    obstacle: obstacleOf(settled, {
      about: uncheckedIn(about.map((name) => reduced[name])),
      all: uncheckedIn(Object.values(shown)),
    }),
    prices: priceRangeOf([...conditions, ...settled.limits.map(asFilters)]),
  };
}

const isUnfiltered = ({ audience, filters }: ReportSelection): boolean =>
  audience === 'all' && Object.keys(filters).length === 0;

/** What the page would show without a price limit. */
function shownOf(answers: Answers, name: 'active' | 'closed', window: Window): readonly Listing[] {
  const answer = answers[name];
  if (name === 'active' || answer === undefined) return forSale(answer);
  return selectPopulation(answer, { label: name, status: 'Closed', types: FOR_SALE, closedIn: window }).listings;
}

/** Without the rentals, which are answered to be counted alone: a rent is no price (V11). */
const forSale = (answer: ListingResult | undefined): Listing[] =>
  (answer?.listings ?? []).filter((listing) => !isRental(listing));

function medianOf(answer: ListingResult | undefined, price: (listing: Listing) => number | null): number | null {
  return median(
    forSale(answer)
      .map(price)
      .filter((value) => value !== null && value > 0) as number[],
  );
}

/**
 * An answer's homes that belong, and those that may: they fail no condition that could be checked, but a field of theirs
 * is not given, or the price limit is not known. How many belong is zero only where no home may (M1, M8).
 */
function reduction({ limits, unresolved }: AudienceResult, own: readonly Limits[]) {
  const conditions = [...own, ...limits.map(asFilters)];
  const resolved = unresolved === null;
  const reason = resolved ? 'the homes could not be checked' : 'the homes could not be chosen';
  return (answer: ListingResult): Answer => {
    const judged = answer.listings.map((listing) => ({ listing, mismatch: mismatchOf(listing, ...conditions) }));
    const meeting = judged.flatMap(({ listing, mismatch }) => (mismatch === null ? [listing] : []));
    const unclear = judged.flatMap(({ listing, mismatch }) => (mismatch === 'unknown' ? [listing] : []));
    const listings = resolved ? meeting : [];
    const maybe = (resolved ? unclear : [...meeting, ...unclear]).filter((listing) => !isRental(listing));
    return { ...answer, listings, ...(maybe.length > 0 ? { unchecked: { listings: maybe, reason } } : {}) };
  };
}

const uncheckedIn = (answers: readonly (Answer | undefined)[]): number =>
  answers.reduce((sum, answer) => sum + (answer?.unchecked?.listings.length ?? 0), 0);

/** All conditions but the shares of a median. */
function conditionsOf({ audience, filters }: ReportSelection): Limits[] {
  const { price: _, ...own } = filters;
  return [presetOf(audience).filters, own];
}
