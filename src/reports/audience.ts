import type { ListingResult } from '../listings/feed.ts';
import { type AudienceResult, applyAudience, FEWEST_RESULTS } from '../listings/filters/apply-audience.ts';
import { AUDIENCES, type Audience, type HomeNoun, isAudience } from '../listings/filters/audiences.ts';
import { type Limits, mismatchOf } from '../listings/filters/match.ts';
import type { Listing } from '../listings/listing.ts';
import { isRental, type Reading } from '../market/population.ts';
import { median } from '../market/quantile.ts';
import type { ReportSelection } from './definition.ts';
import { formatPrice } from './format.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { capitalised } from './text.ts';

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
}

/**
 * Of which of the area's median prices a limit is a share: the list price is told by all of its active listings alone,
 * the sale price by its closings.
 */
export function restsOnMedian({ audience, filters }: ReportSelection): { list: boolean; sale: boolean } {
  const preset: Audience = isAudience(audience) ? AUDIENCES[audience] : AUDIENCES.all;
  const of = [preset.price?.of, filters.price?.of];
  return { list: of.includes('list'), sale: of.includes('sale') };
}

/**
 * Reduces every answer to the homes that the report is about. The price limit is settled once, on the homes that the
 * report leads with, so that all of its figures are about the same range; widened or not known, it says so (M8).
 * @throws ReportctlError of scope `schedule` for an audience that is not known
 */
export function selectHomes(
  answers: Answers,
  selection: ReportSelection,
  { about, featured }: { about: readonly ['active' | 'closed', ...('pending' | 'closed')[]]; featured: boolean },
): Selected {
  const stock = answers.stock ?? answers.active;
  const sold = answers.sold ?? answers.closed;
  const medians = {
    list: stock?.truncated ? null : medianOf(stock, ({ listPrice }) => listPrice),
    sale: sold?.truncated ? null : medianOf(sold, ({ closePrice }) => closePrice),
  };
  const fewest = featured ? FEWEST_RESULTS.featured : FEWEST_RESULTS.list;
  const settled = applyAudience(forSale(answers[about[0]]), { ...selection, fewest }, medians);
  if (settled.unresolved === null && settled.limits.length === 0 && isUnfiltered(selection)) {
    return { answers, homes: null, notices: [], obstacle: null };
  }
  const homes = selection.audience === 'all' ? SELECTED : settled.homes;
  const reduce = reduction(settled, selection);
  const reduced = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer && reduce(answer)] as const),
  ) as Answers;
  const { stock: _stock, sold: _sold, ...shown } = reduced;
  return {
    answers: reduced,
    homes,
    notices: noticesOf(settled, homes),
    obstacle: obstacleOf(settled, {
      about: uncheckedIn(about.map((name) => reduced[name])),
      all: uncheckedIn(Object.values(shown)),
    }),
  };
}

const SELECTED: HomeNoun = { one: 'selected home', many: 'selected homes' };

const isUnfiltered = ({ audience, filters }: ReportSelection): boolean =>
  audience === 'all' && Object.keys(filters).length === 0;

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
function reduction(settled: AudienceResult, selection: ReportSelection) {
  const conditions = conditionsOf(settled, selection);
  const resolved = settled.unresolved === null;
  const reason = resolved ? 'the homes could not be checked' : 'the homes could not be chosen';
  return (answer: ListingResult): Answer => {
    const meeting = answer.listings.filter((listing) => mismatchOf(listing, ...conditions) === null);
    const unclear = answer.listings.filter((listing) => mismatchOf(listing, ...conditions) === 'unknown');
    const listings = resolved ? meeting : [];
    const maybe = (resolved ? unclear : [...meeting, ...unclear]).filter((listing) => !isRental(listing));
    return { ...answer, listings, ...(maybe.length > 0 ? { unchecked: { listings: maybe, reason } } : {}) };
  };
}

const uncheckedIn = (answers: readonly (Answer | undefined)[]): number =>
  answers.reduce((sum, answer) => sum + (answer?.unchecked?.listings.length ?? 0), 0);

/** All conditions but a limit that is not known. */
function conditionsOf({ limits }: AudienceResult, { audience, filters }: ReportSelection): Limits[] {
  const { price: _, ...own } = filters;
  const preset: Audience = isAudience(audience) ? AUDIENCES[audience] : AUDIENCES.all;
  const prices = limits.map(({ direction, price }) =>
    direction === 'at_most' ? { maxprice: price } : { minprice: price },
  );
  return [own, preset.filters, ...prices];
}

function noticesOf({ limits, widened }: AudienceResult, homes: HomeNoun): string[] {
  const prices = limits.map(({ direction, percent, of, price, median: middle }) => {
    const bound = direction === 'at_most' ? 'or less' : 'or more';
    return `${capitalised(homes.many)}: priced at ${formatPrice(price)} ${bound}, ${percent}% of the area’s median ${of} price of ${formatPrice(middle)}.`;
  });
  const wide = widened
    ? [
        `The price limit was widened from ${widened.fromPercent}% to ${widened.toPercent}% of the median, because fewer than ${widened.fewest} homes met it.`,
      ]
    : [];
  return [...prices, ...wide];
}
