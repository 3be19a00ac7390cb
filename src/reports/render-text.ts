import { changeLine } from './changes.ts';
import { chartLines } from './charts/alt.ts';
import { footerText, type RecipientFooter } from './footer.ts';
import { sourceOf } from './listing-cards.ts';
import { groupHeading } from './listing-groups.ts';
import { listingsInMail, type MessageOptions, showingInMail } from './mail-listings.ts';
import type { ReportFigure, ReportListing, ReportListings, ReportModel, ReportTable } from './model.ts';
import { DISCLAIMERS, SAMPLE_NOTICE, sourceLine } from './standing-texts.ts';
import { sentence } from './text.ts';

/** RFC 2646 advises at most 78; a long word, such as a link, stays whole. */
const WIDTH = 76;

/** The text/plain part, written from the report itself: the same figures, wrapped at 76 columns. */
export function renderText(model: ReportModel, footer: RecipientFooter, options: MessageOptions = {}): string {
  return renderTextBody(model, options) + renderTextFooter(model, footer);
}

export function renderTextBody(model: ReportModel, options: MessageOptions): string {
  const { brand, title, area, period, source } = model;
  const blocks = [
    ...(source.sample ? [`*** ${SAMPLE_NOTICE} ***`] : []),
    `${brand.name}\n${title}: ${area}\n${period}`,
    [model.headline, ...model.notices].join('\n'),
    model.figures
      .filter(({ prominent }) => prominent)
      .map(figureBlock)
      .join('\n'),
    ...(model.narrative ? [model.narrative.text] : []),
    ...model.charts.map((chart) => section(chart.title, [...chartLines(chart), `  ${sentence(chart.basis)}`])),
    ...model.tables.map(tableBlock),
    ...otherFigures(model.figures.filter(({ prominent }) => !prominent)),
    ...(model.listings ? listingBlocks(model.listings, options) : []),
    ...(model.exclusions.length > 0
      ? [
          section(
            'Left out',
            model.exclusions.map((line) => `- ${line}`),
          ),
        ]
      : []),
    section(
      'How these figures are defined',
      model.definitions.map(({ term, text }) => `${term}: ${text}`),
    ),
    section('Source and notices', [sourceLine(model), ...DISCLAIMERS, ...model.disclaimers]),
  ];
  return `${blocks.map(wrap).join('\n\n')}\n\n`;
}

export function renderTextFooter(model: ReportModel, footer: RecipientFooter): string {
  const { lines, unsubscribeUrl } = footerText(model, footer);
  const link = unsubscribeUrl === null ? [] : [`Unsubscribe: ${unsubscribeUrl}`];
  return `${wrap(['-- ', ...lines, ...link].join('\n'))}\n`;
}

function figureBlock({ label, text, basis, note, changes }: ReportFigure): string {
  const lines = [...changes.map(changeLine), basis, ...(note === null ? [] : [note])];
  return [`${label}: ${text}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function otherFigures(figures: readonly ReportFigure[]): string[] {
  return figures.length === 0 ? [] : [section('More figures', figures.map(figureBlock))];
}

/** One line a row: "$300K–$400K: 12 for sale, 5 sold". */
function tableBlock({ heading, basis, columns, rows }: ReportTable): string {
  const lines = rows.map(([name = '', ...cells]) => {
    return `${name}: ${cells.map((text, i) => `${(columns[i + 1] ?? '').toLowerCase()} ${text}`).join(', ')}`;
  });
  return section(heading, [...lines, `  ${sentence(basis)}`]);
}

function listingBlocks(listings: ReportListings, options: MessageOptions): string[] {
  const groups = listingsInMail(listings);
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) => [
    ...[groupHeading(group)].filter((heading) => heading !== null),
    ...group.items.map((listing) => listingBlock(listing, listings.whenFirst === true)),
  ]);
  return [section(listings.heading, [showingInMail(listings, options), ...lines])];
}

function listingBlock(listing: ReportListing, whenFirst: boolean): string {
  const { price, address, locality, details, when, also = [] } = listing;
  const facts = whenFirst ? [when, details].concat(also) : [details, when];
  return [`${price}  ${address}, ${locality}`, ...facts, sourceOf(listing)].join('\n  ');
}

function section(title: string, lines: readonly string[]): string {
  return [title.toUpperCase(), ...lines].join('\n');
}

function wrap(block: string): string {
  return block.split('\n').map(wrapLine).join('\n');
}

function wrapLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && indent.length + longer.length > WIDTH) {
      lines.push(indent + current);
      current = word;
    } else current = longer;
  }
  return [...lines, indent + current].join('\n');
}
