import type { ListingResult, PropertyTypeWord } from '../listings/feed.ts';
import { computeSnapshot, type FigureKey, type MarketSnapshot } from '../market/snapshot.ts';
import { defineReport, type ReportContext, type ReportDraft } from './definition.ts';
import { describeExclusions } from './exclusions.ts';
import { figureTexts } from './figure-texts.ts';
import { describeFigures } from './figures.ts';
import { describePeriod, formatInstant, formatPeriod } from './format.ts';
import { headlineOf, subjectOf } from './headline.ts';
import { listingDisclaimers, newestListings } from './listing-cards.ts';
import type { SharedContent } from './shared-draft.ts';
import { cleanText } from './text.ts';

interface SnapshotAnswers {
  readonly active: ListingResult;
  readonly pending: ListingResult;
  readonly closed: ListingResult;
}

const PROMINENT: readonly FigureKey[] = ['medianSalePrice', 'activeListings', 'monthsOfSupply', 'daysOnMarket'];
const FIGURES: readonly FigureKey[] = [
  ...PROMINENT,
  'closedSales',
  'newListings',
  'pendingListings',
  'medianListPrice',
  'saleToList',
  'saleToOriginalList',
  'soldAboveList',
  'pricePerSqft',
  'absorption',
  'pendingRatio',
  'priceCuts',
];

const FOR_SALE: [PropertyTypeWord, PropertyTypeWord] = ['residential', 'condominium'];

export const marketSnapshot = defineReport({
  asks: ({ closings }) => ({
    // Rentals are asked for as well, to be left out here and counted: the page says how many there were.
    active: { statuses: ['Active'], types: [...FOR_SALE, 'rental'] },
    pending: { statuses: ['Pending'], types: [...FOR_SALE, 'rental'] },
    closed: { statuses: ['Closed'], types: FOR_SALE, closed: { from: closings.from, to: closings.to } },
  }),
  build: buildMarketSnapshot,
});

/** The page's content from the feed's three answers. Pure. */
export function buildMarketSnapshot(answers: SnapshotAnswers, context: ReportContext): ReportDraft {
  const { report, closings } = context.windows;
  const snapshot = computeSnapshot({ ...answers, window: report, closingsWindow: closings });
  return { content: contentOf(snapshot, answers, context), empty: emptyReason(snapshot, answers, context) };
}

function contentOf(snapshot: MarketSnapshot, answers: SnapshotAnswers, context: ReportContext): SharedContent {
  const { area, zone, windows, source } = context;
  const readings = [answers.active, answers.pending, answers.closed];
  // The oldest of the readings: the page must not claim to be fresher than any part of it.
  const asOf = formatInstant(Math.min(...readings.map((reading) => reading.asOf)), zone);
  const figures = describeFigures(snapshot, { keys: FIGURES, prominent: PROMINENT, zone, asOf });
  const periodInWords = describePeriod(windows.report, zone);
  return {
    version: 1,
    reportType: 'market_snapshot',
    title: 'Market snapshot',
    subject: subjectOf(figures, area),
    headline: headlineOf(figures, area, periodInWords),
    area,
    period: formatPeriod(windows.report, zone),
    periodInWords,
    asOf,
    source: { name: cleanText(source.name, 80), sample: source.sample },
    figures,
    exclusions: describeExclusions(snapshot, figures, readings),
    listings: newestListings(snapshot.populations.active, zone),
    definitions: FIGURES.map((key) => ({ term: figureTexts[key].label, text: figureTexts[key].definition })),
    disclaimers: listingDisclaimers(snapshot.populations.active),
  };
}

/** A feed that was cut off holds something, whatever came through. */
function emptyReason(snapshot: MarketSnapshot, answers: SnapshotAnswers, context: ReportContext): string | null {
  const populations = Object.values(snapshot.populations);
  if (populations.some(({ listings }) => listings.length > 0)) return null;
  if (Object.values(answers).some(({ truncated }) => truncated)) return null;
  return `Nothing is active or pending in ${context.area}, and nothing closed in ${describePeriod(context.windows.report, context.zone)}.`;
}
