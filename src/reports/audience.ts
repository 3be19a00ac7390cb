import type { ListingResult } from '../listings/feed.ts';
import { type AudienceResult, applyAudience, FEWEST_RESULTS } from '../listings/filters/apply-audience.ts';
import { AUDIENCES, type Audience, isAudience } from '../listings/filters/audiences.ts';
import { mismatchOf } from '../listings/filters/match.ts';
import type { Listing } from '../listings/listing.ts';
import { isRental, type Reading } from '../market/population.ts';
import { median } from '../market/quantile.ts';
import type { ReportSelection } from './definition.ts';
import { formatPrice } from './format.ts';
import { countNoun } from './text.ts';

/** What the feed answered, reduced to the homes of a selection; withheld where these cannot be told. */
export type Answer = ListingResult & Pick<Reading, 'withheld'>;
export type Answers = Readonly<
  Partial<Record<'active' | 'pending' | 'closed' | 'earlier' | 'yearAgo' | 'stock' | 'sold', Answer>>
>;

export interface Selected {
  readonly answers: Answers;
  /** Such as "Luxury homes"; null where the report is about all homes. */
  readonly label: string | null;
  readonly notices: readonly string[];
  /** Why it cannot be told which homes the report is about, or null. */
  readonly withheld: string | null;
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
  { lead, featured }: { lead: 'active' | 'closed'; featured: boolean },
): Selected {
  const stock = answers.stock ?? answers.active;
  const sold = answers.sold ?? answers.closed;
  const medians = {
    list: stock?.truncated ? null : medianOf(stock, ({ listPrice }) => listPrice),
    sale: sold?.truncated ? null : medianOf(sold, ({ closePrice }) => closePrice),
  };
  const fewest = featured ? FEWEST_RESULTS.featured : FEWEST_RESULTS.list;
  const settled = applyAudience(forSale(answers[lead]), { ...selection, fewest }, medians);
  if (settled.unresolved === null && settled.limits.length === 0 && isUnfiltered(selection)) {
    return { answers, label: null, notices: [], withheld: null };
  }
  const reduce = reduction(settled, selection);
  const reduced = Object.entries(answers).map(([name, answer]) => [name, answer && reduce(answer)] as const);
  return {
    answers: Object.fromEntries(reduced) as Answers,
    label: selection.audience === 'all' ? 'Selected homes' : settled.label,
    notices: noticesOf(settled),
    withheld: reduced.map(([, answer]) => answer?.withheld).find((reason) => reason !== undefined) ?? null,
  };
}

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
 * An answer's homes that belong. Without its price limit nobody can tell which they are: how many is unknown then, and
 * zero only where no home meets even the other conditions.
 */
function reduction(settled: AudienceResult, selection: ReportSelection) {
  const belongs = membership(settled, selection);
  return (answer: ListingResult): Answer => {
    const listings = answer.listings.filter(belongs);
    if (settled.unresolved === null || listings.length === 0) return { ...answer, listings };
    return { ...answer, listings: [], withheld: settled.unresolved };
  };
}

/** Whether a home meets all conditions but a limit that is not known. */
function membership({ limits }: AudienceResult, { audience, filters }: ReportSelection) {
  const { price: _, ...own } = filters;
  const preset = isAudience(audience) ? AUDIENCES[audience].filters : {};
  const prices = limits.map(({ direction, price }) =>
    direction === 'at_most' ? { maxprice: price } : { minprice: price },
  );
  const conditions = [own, preset, ...prices];
  return (listing: Listing) => conditions.every((condition) => mismatchOf(listing, condition) === null);
}

function noticesOf({ label, limits, widened, unresolved, excluded }: AudienceResult): string[] {
  if (unresolved !== null) return [`Nothing is selected: ${unresolved}.`];
  const prices = limits.map(({ direction, percent, of, price, median: middle }) => {
    const bound = direction === 'at_most' ? 'or less' : 'or more';
    return `${label}: priced at ${formatPrice(price)} ${bound}, ${percent}% of the area’s median ${of} price of ${formatPrice(middle)}.`;
  });
  const wide = widened
    ? [
        `The price limit was widened from ${widened.fromPercent}% to ${widened.toPercent}% of the median, because fewer than ${widened.fewest} homes met it.`,
      ]
    : [];
  const unknown = excluded.unknown
    ? [`${countNoun(excluded.unknown, 'home')} left out for want of the data that the selection needs.`]
    : [];
  return [...prices, ...wide, ...unknown];
}
