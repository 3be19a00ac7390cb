import { type Html, html } from './html.ts';
import { style } from './page-style.ts';

/** One row of the page's outer table. */
export function card(content: Html): Html {
  return html`<tr><td class="card pad" style="${style.card}">${content}</td></tr>\n`;
}

export function heading(text: string): Html {
  return html`<h2 class="ink" style="${style.heading}">${text}</h2>\n`;
}

export function rowsTable(rows: readonly Html[]): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n${rows}</table>`;
}

export function noteLine(note: string | null): Html {
  return note === null ? html`` : html`<div class="note" style="${style.note}">${note}</div>`;
}
