import type { Brand } from './brand.ts';
import { changeLine } from './changes.ts';
import { type Html, html } from './html.ts';
import type { ReportChange, ReportFigure, ReportModel } from './model.ts';
import { chartFigure, dataTable } from './page-charts.ts';
import { listingSection } from './page-listings.ts';
import { card, heading, noteLine, rowsTable } from './page-parts.ts';
import { style } from './page-style.ts';
import { DISCLAIMERS, SAMPLE_NOTICE } from './standing-texts.ts';
import { httpsUrl } from './urls.ts';

/** The parts of the page from top to bottom, each a row of the outer table. */
export function pageSections(model: ReportModel): Html[] {
  return [
    ...(model.source.sample ? [sampleBanner()] : []),
    banner(model),
    card(html`<p class="ink" style="${style.headline}">${model.headline}</p>${notices(model.notices)}`),
    prominentFigures(model.figures.filter(({ prominent }) => prominent)),
    ...(model.narrative ? [card(html`<p class="ink" style="${style.text}">${model.narrative.text}</p>`)] : []),
    ...model.charts.map((chart) => card(chartFigure(chart))),
    ...model.tables.map((table) => card(dataTable(table))),
    ...otherFigures(model.figures.filter(({ prominent }) => !prominent)),
    ...(model.listings ? listingSection(model.listings) : []),
    definitions(model),
    sources(model),
  ];
}

function notices(lines: readonly string[]): Html {
  return html`${lines.map((line) => html`<p class="note" style="${style.note};padding-top:6px">${line}</p>\n`)}`;
}

function sampleBanner(): Html {
  return html`<tr><td class="sample pad" style="${style.sample}">${SAMPLE_NOTICE}</td></tr>\n`;
}

function banner({ brand, title, area, period }: ReportModel): Html {
  const line = `color:${brand.onColor};font-size:14px;line-height:20px`;
  return html`<tr><td class="pad" style="background-color:${brand.color};padding:22px 28px">
${brandMark(brand)}
<h1 style="margin:10px 0 2px;color:${brand.onColor};font-size:26px;line-height:32px;font-weight:700">${area}</h1>
<p style="margin:0;${line}">${title} · ${period}</p>
</td></tr>\n`;
}

function brandMark({ name, logoUrl, onColor }: Brand): Html {
  const url = httpsUrl(logoUrl);
  const text = `color:${onColor};font-size:14px;line-height:20px;font-weight:600`;
  if (url === null) return html`<p style="margin:0;${text}">${name}</p>`;
  return html`<img src="${url}" alt="${name}" height="40" style="display:block;height:40px;max-width:240px;border:0;${text}">`;
}

function prominentFigures(figures: readonly ReportFigure[]): Html {
  const rows: Html[] = [];
  for (let i = 0; i < figures.length; i += 2) {
    rows.push(html`<tr>${figures.slice(i, i + 2).map(prominentFigure)}</tr>\n`);
  }
  return card(
    html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">
${rows}</table>`,
  );
}

function prominentFigure({ label, text, basis, note, changes }: ReportFigure): Html {
  return html`<td class="line" style="width:50%;padding:12px 10px 12px 0;border-top:1px solid #e1e6ec;vertical-align:top">
<div class="soft" style="${style.label}">${label}</div>
<div class="value ink" style="${style.value};color:#17202b">${text}</div>
${changes.map(changeRow)}<div class="soft" style="${style.small}">${basis}</div>${noteLine(note)}</td>`;
}

function otherFigures(figures: readonly ReportFigure[]): Html[] {
  if (figures.length === 0) return [];
  const rows = figures.map(
    ({ label, text, basis, note, changes }) => html`<tr>
<td class="line" style="${style.row}"><div class="ink" style="${style.strong}">${label}</div>
${changes.map(changeRow)}<div class="soft" style="${style.small}">${basis}</div>${noteLine(note)}</td>
<td class="line" style="${style.rowValue}"><div class="ink" style="${style.strong}">${text}</div></td></tr>\n`,
  );
  return [card(html`${heading('More figures')}${rowsTable(rows)}`)];
}

function changeRow(change: ReportChange): Html {
  return html`<div class="ink" style="${style.change}">${changeLine(change)}</div>\n`;
}

function definitions({ definitions: items, exclusions }: ReportModel): Html {
  const left = exclusions.map((line) => html`<p class="soft" style="${style.fine}">${line}.</p>`);
  const terms = items.map(
    ({ term, text }) => html`<p class="soft" style="${style.fine}"><strong class="ink">${term}.</strong> ${text}</p>\n`,
  );
  return card(
    html`${left.length > 0 ? html`${heading('Left out')}${left}<div style="height:14px;line-height:14px">&nbsp;</div>` : ''}${heading('How these figures are defined')}${terms}`,
  );
}

function sources({ source, asOf, period, disclaimers }: ReportModel): Html {
  const lines = [`Source: ${source.name}. Period: ${period}. As of ${asOf}.`, ...DISCLAIMERS, ...disclaimers];
  return card(
    html`${heading('Source and notices')}${lines.map((line) => html`<p class="soft" style="${style.fine}">${line}</p>\n`)}`,
  );
}
