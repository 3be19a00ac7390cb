import { type Html, html } from './html.ts';
import { firstListings, MOST_IN_MAIL, showingLine } from './listing-cards.ts';
import type { ReportListing, ReportListings } from './model.ts';
import { card, heading, rowsTable } from './page-parts.ts';
import { style } from './page-style.ts';

/** The first ten listings, as rows or as cards; nothing where there are none. */
export function listingSection(listings: ReportListings): Html[] {
  const groups = firstListings(listings, MOST_IN_MAIL);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  if (count === 0) return [];
  const parts = groups.map(({ heading: title, items }) => {
    const named = title === null ? html`` : html`<h3 class="ink" style="${style.subheading}">${title}</h3>\n`;
    return html`${named}${listings.layout === 'cards' ? cardGrid(items) : rowsTable(items.map(row))}`;
  });
  return [
    card(
      html`${heading(listings.heading)}<p class="soft" style="${style.fine}">${showingLine(count, listings.of)}</p>${parts}`,
    ),
  ];
}

function row({ price, address, locality, details, when, office, listingId }: ReportListing): Html {
  return html`<tr><td class="line" style="${style.row}"><div class="ink" style="${style.strong}">${address}</div>
<div class="soft" style="${style.small}">${locality}</div><div class="soft" style="${style.small}">${details}</div>
<div class="soft" style="${style.small}">${when}</div>
<div class="soft" style="${style.small}">Listed by ${office} · MLS# ${listingId}</div></td>
<td class="line" style="${style.rowValue}"><div class="accent ink" style="${style.strong}">${price}</div></td></tr>\n`;
}

/** Two to a row; on a phone each cell becomes a line of its own. */
function cardGrid(items: readonly ReportListing[]): Html {
  const pairs = Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(2 * i, 2 * i + 2));
  const rows = pairs.map(
    (pair) =>
      html`<tr>${pair.map(gridCell)}${pair.length === 1 ? html`<td class="cell" style="${style.cell}"></td>` : ''}</tr>\n`,
  );
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">\n${rows}</table>`;
}

function gridCell({ price, address, locality, details, when, office, listingId }: ReportListing): Html {
  return html`<td class="cell" style="${style.cell}"><div class="line box" style="${style.box}">
<div class="accent ink" style="${style.price}">${price}</div>
<div class="ink" style="${style.strong}">${address}</div>
<div class="soft" style="${style.small}">${locality}</div>
<div class="soft" style="${style.small}">${details}</div>
<div class="soft" style="${style.small}">${when}</div>
<div class="soft" style="${style.small}">Listed by ${office} · MLS# ${listingId}</div></div></td>`;
}
