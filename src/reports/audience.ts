import type { ListingResult } from '../listings/feed.ts';
import { type AudienceResult, applyAudience, asFilters, FEWEST_RESULTS } from '../listings/filters/apply-audience.ts';
import { AUDIENCES, type Audience, type HomeNoun, isAudience } from '../listings/filters/audiences.ts';
import { type Limits, mismatchOf } from '../listings/filters/match.ts';
import type { Listing } from '../listings/listing.ts';
import { isRental, type Reading } from '../market/population.ts';
import { median } from '../market/quantile.ts';
import { describeCriteria } from './criteria.ts';
import type { ReportSelection } from './definition.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { capitalised, countNoun } from './text.ts';

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
  const of = [presetOf(audience).price?.of, filters.price?.of];
  return { list: of.includes('list'), sale: of.includes('sale') };
}

interface Lead {
  /** The answers that the report is about; the price limit is settled on the first. */
  readonly about: readonly ['active' | 'closed', ...('pending' | 'closed')[]];
  readonly featured: boolean;
  /** What is counted to tell whether that holds enough: "new listing", which says less than "home". */
  readonly counted: HomeNoun;
}

interface Words {
  readonly homes: HomeNoun;
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
  { about, featured, counted }: Lead,
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
  const conditions = conditionsOf(selection);
  const reduce = reduction(settled, conditions);
  const reduced = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer && reduce(answer)] as const),
  ) as Answers;
  const { stock: _stock, sold: _sold, ...shown } = reduced;
  return {
    answers: reduced,
    homes,
    notices: noticesOf(settled, conditions, { homes, counted }),
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

const presetOf = (audience: string): Audience => (isAudience(audience) ? AUDIENCES[audience] : AUDIENCES.all);

/** What the homes are that were chosen, and how far that had to give way. */
function noticesOf(settled: AudienceResult, conditions: readonly Limits[], { homes, counted }: Words): string[] {
  const { limits, unresolved } = settled;
  if (unresolved !== null) return [];
  const criteria = describeCriteria(conditions, limits);
  const line = criteria.length === 0 ? [] : [`${capitalised(homes.many)}: ${criteria.join(', ')}.`];
  return [...line, ...widenedLine(settled, counted)];
}

function widenedLine({ widened, listings }: AudienceResult, { one, many }: HomeNoun): string[] {
  const count = listings.length;
  if (widened === null || count === 0) return [];
  const { fromPercent, toPercent, fewest } = widened;
  const steps = `widened from ${fromPercent}% to ${toPercent}% of the median`;
  if (count >= fewest) return [`The price limit was ${steps}, because fewer than ${fewest} ${many} met it.`];
  const verb = count === 1 ? 'qualifies' : 'qualify';
  return [`Only ${countNoun(count, one, many)} ${verb}, even with the price limit ${steps}.`];
}
