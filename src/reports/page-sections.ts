import type { Brand } from './brand.ts';
import { changeParts } from './changes.ts';
import { type Html, html } from './html.ts';
import { banner, card, pair, sample } from './mail/compiled.ts';
import type { MessageOptions } from './mail-listings.ts';
import type { ReportChange, ReportFigure, ReportModel } from './model.ts';
import { chartFigure, dataTable } from './page-charts.ts';
import { listingSections } from './page-listings.ts';
import { heading, inPairs, namedRow, noteLine, rowsTable } from './page-parts.ts';
import { style } from './page-style.ts';
import { DISCLAIMERS, SAMPLE_NOTICE, sourceLine } from './standing-texts.ts';
import { unbroken } from './text.ts';
import { httpsUrl } from './urls.ts';

/** The parts of the page from top to bottom. */
export function pageSections(model: ReportModel, options: MessageOptions): Html[] {
  return [
    ...(model.source.sample ? [sample({ notice: SAMPLE_NOTICE })] : []),
    masthead(model),
    card({ content: html`<p class="ink" style="${style.headline}">${model.headline}</p>${notices(model.notices)}` }),
    ...inPairs(
      model.figures.filter(({ prominent }) => prominent),
      (left, right) => pair({ left: prominentFigure(left), right: right ? prominentFigure(right) : '' }),
    ),
    ...(model.narrative
      ? [card({ content: html`<p class="ink" style="${style.text}">${model.narrative.text}</p>` })]
      : []),
    ...model.charts.map((chart) => card({ content: chartFigure(chart) })),
    ...model.tables.map((table) => card({ content: dataTable(table) })),
    ...otherFigures(model.figures.filter(({ prominent }) => !prominent)),
    ...(model.listings ? listingSections(model.listings, options) : []),
    smallPrint(model),
  ];
}

function notices(lines: readonly string[]): Html {
  return html`${lines.map((line) => html`<p class="soft" style="${style.notice}">${line}</p>\n`)}`;
}

function masthead({ brand, title, area, period }: ReportModel): Html {
  const { color, onColor } = brand;
  return banner({ color, onColor, mark: brandMark(brand), area, line: html`${title}<br>${unbroken(period)}` });
}

function brandMark({ name, logoUrl }: Brand): Html {
  const url = httpsUrl(logoUrl);
  if (url === null) return html`${name}`;
  return html`<img src="${url}" alt="${name}" height="40" style="${style.logo}">`;
}

function prominentFigure({ label, text, basis, note, changes }: ReportFigure): Html {
  return html`<div class="line" style="${style.figure}"><div class="soft" style="${style.label}">${label}</div>
<div class="value ink" style="${style.value}">${unbroken(text)}</div>
${groundsOf({ basis, note, changes })}</div>`;
}

/** How a figure moved, and what it rests on. */
function groundsOf({ basis, note, changes }: Pick<ReportFigure, 'basis' | 'note' | 'changes'>): Html {
  return html`${changes.map(changeRow)}<div class="soft" style="${style.small}">${basis}</div>${noteLine(note)}`;
}

function otherFigures(figures: readonly ReportFigure[]): Html[] {
  if (figures.length === 0) return [];
  const rows = figures.map(({ label, text, basis, note, changes }) =>
    namedRow({ name: label, value: text, below: groundsOf({ basis, note, changes }) }),
  );
  return [card({ content: html`${heading('More figures')}${rowsTable(rows)}` })];
}

/** The movement alone stands out: all of it in bold takes a second line in half of a 600 px page. */
function changeRow(change: ReportChange): Html {
  const { movement, against } = changeParts(change);
  return html`<div class="ink" style="${style.change}"><strong>${movement}</strong> ${against}</div>\n`;
}

/** In one section: each has some 1.4 KB of layout. */
function smallPrint(model: ReportModel): Html {
  const terms = model.definitions.map(({ term, text }) => html`<strong class="ink">${term}.</strong> ${text}`);
  const lines = [sourceLine(model), ...DISCLAIMERS, ...model.disclaimers];
  const content = [
    fineLines(
      'Left out',
      model.exclusions.map((line) => html`${line}.`),
    ),
    fineLines('How these figures are defined', terms),
    fineLines(
      'Source and notices',
      lines.map((line) => html`${line}`),
    ),
  ];
  return card({ content });
}

function fineLines(title: string, lines: readonly Html[]): Html {
  if (lines.length === 0) return html``;
  const paragraphs = lines.map((line) => html`<p class="soft" style="${style.fine}">${line}</p>\n`);
  return html`<div style="padding-bottom:14px">${heading(title)}${paragraphs}</div>\n`;
}
