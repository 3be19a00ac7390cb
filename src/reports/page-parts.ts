import { type Html, html } from './html.ts';
import { style } from './page-style.ts';

export function heading(text: string): Html {
  return html`<h2 class="ink" style="${style.heading}">${text}</h2>\n`;
}

export function rowsTable(rows: readonly Html[]): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n${rows}</table>`;
}

export function noteLine(note: string | null): Html {
  return note === null ? html`` : html`<div class="note" style="${style.note}">${note}</div>`;
}

/** Two to a row; a last one by itself leaves the other half empty. */
export function inPairs<T>(items: readonly T[], row: (left: T, right: T | undefined, index: number) => Html): Html[] {
  return items.flatMap((left, i) => (i % 2 === 0 ? [row(left, items[i + 1], i)] : []));
}
