import type { OpenHouse, OpenHouseResult } from '../../listings/open-house.ts';
import { FOR_SALE_WORDS, isRental } from '../../listings/property-types.ts';
import { countOf } from '../../market/counts.ts';
import { isWhole, type Population } from '../../market/population.ts';
import { medianListPrice, medianListPricePerSqft } from '../../market/prices.ts';
import { computeSnapshot, FOR_SALE } from '../../market/snapshot.ts';
import type { Window } from '../../market/window.ts';
import { type Answer, type Answers, restsOnMedian, selectHomes } from '../audience.ts';
import type { OpenHouseAsk, ReportContext, ReportDefinition, ReportDraft } from '../definition.ts';
import type { OwnFigure } from '../figures.ts';
import { describePeriod, formatInstant, inPeriod } from '../format.ts';
import { textOf } from '../headline.ts';
import { countHomes, type Named } from '../named-homes.ts';
import { openHousesOf } from '../open-house-cards.ts';
import { capitalised, countOrNo } from '../text.ts';
import { ACTIVE, closedIn } from './asks.ts';
import { contentOf } from './content.ts';
import type { ReportParts } from './report-parts.ts';

const NOTHING = { listings: [], truncated: false, dropped: {} };

/** The coming days' open houses, by local day. They come from their own endpoint: listings know nothing of them (M7). */
export const openHouses: ReportDefinition = {
  draft: async (context, feed) => {
    const { from, to } = context.windows.coming;
    const ask: OpenHouseAsk = { types: FOR_SALE_WORDS, from, to };
    const { list, sale } = restsOnMedian(context.selection);
    const [result, stock, sold] = await Promise.all([
      feed.openHouses(ask),
      list ? feed.search(ACTIVE) : undefined,
      sale ? feed.search(closedIn(context.windows.closings)) : undefined,
    ]);
    return buildOpenHouses(result, { ...(stock ? { stock } : {}), ...(sold ? { sold } : {}) }, context);
  },
};

/** The page's content from the feed's answers. Pure. */
export function buildOpenHouses(
  result: OpenHouseResult,
  medians: Pick<Answers, 'stock' | 'sold'>,
  context: ReportContext,
): ReportDraft {
  const { windows, zone, area } = context;
  const window = windows.coming;
  // Whoever opens the page cannot go to what is over.
  const ahead = result.openHouses.filter(({ startsAt, endsAt }) => (endsAt ?? startsAt) > result.asOf);
  const offered: Answer = { ...result, listings: homesOf(ahead).filter((listing) => !isRental(listing)) };
  const selected = selectHomes({ active: offered, ...medians }, context.selection, {
    about: ['active'],
    window,
    featured: false,
    counted: { one: 'home with an open house', many: 'homes with an open house' },
  });
  const homes = selected.answers.active ?? offered;
  const chosen = new Set(homes.listings.map(({ mlsId }) => mlsId));
  const shown = ahead.filter(({ listing }) => chosen.has(listing.mlsId));
  const snapshot = computeSnapshot({
    active: NOTHING,
    pending: NOTHING,
    closed: NOTHING,
    window,
    closingsWindow: window,
    types: FOR_SALE,
  });
  const { truncated, unchecked } = homes;
  const withheld = homes.listings.length === 0 ? unchecked?.reason : undefined;
  const partial = { truncated, ...(withheld === undefined ? {} : { withheld }) };
  const active = { label: 'homes with an open house', listings: homes.listings, ...partial, excluded: {}, window };
  const report = openHouseReport(shown, { ...partial, zone, window });
  const content = contentOf(
    report,
    {
      snapshot: { ...snapshot, populations: { ...snapshot.populations, active } },
      context,
      asOf: formatInstant(Math.min(...[result, ...Object.values(medians)].map((reading) => reading.asOf)), zone),
    },
    { ...selected, unknown: withheld !== undefined, readings: [result], window, changesOf: () => [] },
  );
  const empty = shown.length === 0 && isWhole(partial);
  const ofThem = selected.homes === null ? '' : ` of ${selected.homes.many}`;
  return {
    content,
    narrated: false,
    empty: empty ? `There is no open house${ofThem} in ${area} ${inPeriod(describePeriod(window, zone))}.` : null,
  };
}

/** Each home once, however often it can be seen. */
const homesOf = (houses: readonly OpenHouse[]) => [
  ...new Map(houses.map(({ listing }) => [listing.mlsId, listing])).values(),
];

interface Showing extends Pick<Population, 'truncated' | 'withheld'> {
  readonly zone: string;
  readonly window: Window;
}

type FromOpenHouses = Parameters<typeof contentOf>[1];

function openHouseReport(houses: readonly OpenHouse[], showing: Showing): ReportParts<FromOpenHouses> {
  return {
    reportType: 'open_houses',
    title: 'Open houses',
    figures: [countOfHouses(houses, showing), homesToSee, openListPrice, openPricePerSqft],
    headline: ({ figures, period, ...named }) => {
      const [count, homes] = [textOf(figures, 'openHouses'), textOf(figures, 'openHouseHomes')];
      const one = count === '1' || count === '0';
      const at = atHomes(homes, named);
      return {
        subject: `${named.place}: ${count === null ? 'open houses' : countOrNo(count, 'open house')} coming up`,
        headline: `${capitalised(countOrNo(count ?? 'Many', 'open house'))} ${one ? 'is' : 'are'} announced${at} in ${named.area} ${inPeriod(period)}.`,
      };
    },
    listings: () => openHousesOf(houses, showing),
  };
}

/** None of the audience's: there may be open houses at other homes. */
function atHomes(count: string | null, named: Named): string {
  if (count === '0') return named.place === named.area ? '' : ` at a ${named.homes.one}`;
  return count === null ? '' : ` at ${countHomes(count, named)}`;
}

const countOfHouses = (houses: readonly OpenHouse[], { zone: _, ...showing }: Showing): OwnFigure => ({
  key: 'openHouses',
  label: 'Open houses',
  definition: 'Announced times at which a home for sale can be seen. Those already over are left out.',
  compute: () =>
    countOf({ ...showing, label: 'open houses', listings: houses.map(({ listing }) => listing), excluded: {} }),
});

const homesToSee: OwnFigure = {
  key: 'openHouseHomes',
  label: 'Homes to see',
  definition: 'Homes with at least one of these open houses; a home that is shown twice counts once.',
  compute: ({ active }) => countOf(active),
};

const openListPrice: OwnFigure = {
  key: 'openHouseMedianListPrice',
  label: 'Median list price',
  definition: 'The middle of the prices asked for the homes with an open house. It is not a sale price.',
  compute: ({ active }) => medianListPrice(active),
};

const openPricePerSqft: OwnFigure = {
  key: 'openHouseListPricePerSqft',
  label: 'List price per sq ft',
  definition: 'The middle of what each of these homes asks per square foot of its living area.',
  compute: ({ active }) => medianListPricePerSqft(active),
};
