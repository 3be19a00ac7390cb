import { chartAlt } from './charts/alt.ts';
import { chartCid, MAIL_CHART } from './charts/mail-size.ts';
import { type Html, html } from './html.ts';
import type { ReportChart, ReportTable } from './model.ts';
import { heading } from './page-parts.ts';
import { style } from './page-style.ts';
import { sentence } from './text.ts';

/** The picture comes with the message; whoever does not see it reads its numbers in the alt text. */
export function chartFigure(chart: ReportChart): Html {
  const { width, height } = MAIL_CHART;
  return html`${heading(chart.title)}<img src="cid:${chartCid(chart)}" alt="${chartAlt(chart)}" width="${width}" height="${height}" style="display:block;width:100%;max-width:${width}px;height:auto;border:0;border-radius:6px;${style.fineInk}">
<p class="soft" style="${style.fine};padding-top:6px">${sentence(chart.basis)}</p>`;
}

/** A table of data, not of layout: it keeps its headers for those who hear it. */
export function dataTable({ heading: title, basis, columns, rows }: ReportTable): Html {
  const head = columns.map(
    (name, i) => html`<th scope="col" class="soft" style="${i === 0 ? style.headCell : style.headNumber}">${name}</th>`,
  );
  const body = rows.map((cells) => html`<tr>${cells.map(cell)}</tr>\n`);
  return html`${heading(title)}<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>${head}</tr>\n${body}</table>
<p class="soft" style="${style.fine};padding-top:6px">${sentence(basis)}</p>`;
}

function cell(text: string, i: number): Html {
  return i === 0
    ? html`<th scope="row" class="line ink" style="${style.rowName}">${text}</th>`
    : html`<td class="line ink" style="${style.rowValue};${style.number}">${text}</td>`;
}
