import { type Html, html } from './html.ts';
import { style } from './page-style.ts';

export function heading(text: string): Html {
  return html`<h2 class="ink" style="${style.heading}">${text}</h2>\n`;
}

/**
 * A name with its number beside it, and whatever else is to be said over the full width below: in a phone's half
 * column each second line would break, beside blank space.
 */
export function namedRow({
  name,
  value,
  below,
}: {
  readonly name: string;
  readonly value: string;
  readonly below: Html;
}) {
  return html`<tr><td class="line" style="${style.row}"><div class="ink" style="${style.strong}">${name}</div></td>
<td class="line" style="${style.rowValue}"><div class="ink" style="${style.strong}">${value}</div></td></tr>
<tr><td colspan="2" style="${style.rowBelow}">${below}</td></tr>\n`;
}

export function rowsTable(rows: readonly Html[]): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n${rows}</table>`;
}

export function noteLine(note: string | null): Html {
  return note === null ? html`` : html`<div class="note" style="${style.note}">${note}</div>`;
}

/** Two to a row; the last one may be by itself. */
export function inPairs<T>(items: readonly T[], row: (left: T, right: T | undefined, index: number) => Html): Html[] {
  return items.flatMap((left, i) => (i % 2 === 0 ? [row(left, items[i + 1], i)] : []));
}
