import { changeParts } from '../changes.ts';
import { chartAlt } from '../charts/alt.ts';
import type { ChartSize } from '../charts/render-svg.ts';
import { NO_PRICE, numberOf, officeOf, showingLine } from '../listing-cards.ts';
import { groupHeading } from '../listing-groups.ts';
import { countIn, listingsInMail } from '../mail-listings.ts';
import type { ReportChart, ReportFigure, ReportListing, ReportListings, ReportModel } from '../model.ts';
import { DISCLAIMERS, SAMPLE_NOTICE, sourceLine } from '../standing-texts.ts';
import { sentence, unbroken, uncapitalised } from '../text.ts';
import { photoFile } from './photo-files.ts';

/**
 * CSS pixels; the page scales the drawing to its width. At 190 a line's numbers lie on those of the bars, and the last
 * ones of two lines touch; bars alone have none in their way, and leave the page to the table below them.
 */
const chartSize = ({ series }: ReportChart): ChartSize => ({
  width: 660,
  height: series.every(({ mark }) => mark === 'bar') ? 160 : 225,
});

/** What the template prints: the model's own texts, and nothing computed. The first cards have the photos that came. */
export function pdfData(model: ReportModel, draw: (chart: ReportChart, size: ChartSize) => string, photos = 0) {
  const { title, area, period, headline, notices, brand, tables, exclusions, definitions } = model;
  const figures = model.figures.map(figureData);
  return {
    documentTitle: documentTitle(model),
    ...{ title, area, period, headline, notices, brand, exclusions, definitions },
    tables: tables.map((table) => ({ ...table, basis: sentence(table.basis) })),
    sample: model.source.sample,
    sampleNotice: SAMPLE_NOTICE,
    prominent: figures.filter(({ prominent }) => prominent),
    others: figures.filter(({ prominent }) => !prominent),
    narrative: model.narrative?.text ?? null,
    charts: model.charts.map((chart) => ({
      title: chart.title,
      basis: sentence(chart.basis),
      alt: chartAlt(chart),
      svg: draw(chart, chartSize(chart)),
    })),
    listings: model.listings && listingsData(model.listings, photos),
    sourceLine: `Source: ${model.source.name}. As of ${model.asOf}.`,
    sources: [sourceLine(model), ...DISCLAIMERS, ...(model.allDisclaimers ?? model.disclaimers)],
  };
}

/** "New listings, luxury homes: Houston, May 3 – Jun 1, 2025": the title has a colon of its own. */
function documentTitle({ title, area, period }: ReportModel): string {
  const [type = '', ...homes] = title.split(': ');
  return `${[type, ...homes.map(uncapitalised)].join(', ')}: ${area}, ${period}`;
}

function figureData({ label, text, basis, note, prominent, changes }: ReportFigure) {
  // In a column as narrow as a table's, a number does not leave its unit behind.
  const parts = changes.map((change) => changeParts({ ...change, text: unbroken(change.text) }));
  return { label, text, basis, note, prominent, changes: parts };
}

/** The template's cards in a row. */
const ABREAST = 3;

function listingsData(listings: ReportListings, photos: number) {
  const { heading, of, groups, layout, whenFirst = false, columns = null } = listings;
  const count = countIn(groups);
  if (count === 0) return null;
  const first =
    layout === 'cards'
      ? inFullRows(
          listingsInMail(listings).flatMap(({ items }) => items),
          count,
        )
      : [];
  const inCards = new Set(first);
  return {
    heading,
    showing: showingLine(count, of),
    whenFirst,
    columns,
    cards: first.map((item, i) => ({ ...cardData(item), photo: i < photos ? photoFile(i) : null })),
    groups: groups
      .map((group) => ({
        heading: groupHeading(group),
        items: group.items.filter((item) => !inCards.has(item)).map(rowData),
      }))
      .filter(({ items }) => items.length > 0),
  };
}

/** The e-mail's cards; where a table follows, one that would stand alone in its row stands there. */
const inFullRows = (cards: readonly ReportListing[], count: number) =>
  cards.length === count ? cards : cards.slice(0, cards.length - (cards.length % ABREAST));

/** Office and number on lines of their own, as on the e-mail's cards. */
const cardData = (item: ReportListing) => ({ ...item, listedBy: officeOf(item), number: numberOf(item) });

/** Office and number on two lines here as well: together they took a third one. Of what, the head of its column says. */
const rowData = (item: ReportListing) => ({
  ...item,
  place: `${item.locality} · ${numberOf(item)}`,
  listedBy: officeOf(item),
  cells: item.cells ?? [],
  price: item.price === NO_PRICE ? 'Not given' : item.price,
});
