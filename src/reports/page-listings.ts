import { type Html, html } from './html.ts';
import { firstListings, MOST_IN_MAIL, showingLine, sourceOf } from './listing-cards.ts';
import { card, columns } from './mail/compiled.ts';
import type { ReportListing, ReportListings } from './model.ts';
import { heading, inPairs, rowsTable } from './page-parts.ts';
import { style } from './page-style.ts';
import { CARD_PHOTO, hasPhotos, photoCid } from './photos/photo-cards.ts';

/** The first ten listings, as rows or as cards; nothing where there are none. */
export function listingSections(listings: ReportListings): Html[] {
  const groups = firstListings(listings, MOST_IN_MAIL);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  if (count === 0) return [];
  const intro = html`${heading(listings.heading)}<p class="soft" style="${style.fine}">${showingLine(count, listings.of)}</p>`;
  if (listings.layout === 'rows') {
    const parts = groups.map(({ heading: title, items }) => html`${subheading(title)}${rowsTable(items.map(row))}`);
    return [card({ content: html`${intro}${parts}` })];
  }
  const items = groups.flatMap((group) => group.items);
  const photoOf = (index: number) => (hasPhotos(items) ? photo(index) : html``);
  const pairs = inPairs(items, (left, right, i) =>
    columns({ left: box(left, photoOf(i)), right: right ? box(right, photoOf(i + 1)) : '' }),
  );
  return [card({ content: intro }), ...pairs];
}

const subheading = (title: string | null): Html =>
  title === null ? html`` : html`<h3 class="ink" style="${style.subheading}">${title}</h3>\n`;

function row(listing: ReportListing): Html {
  return html`<tr><td class="line" style="${style.row}"><div class="ink" style="${style.strong}">${listing.address}</div>
${facts(listing)}</td>
<td class="line" style="${style.rowValue}"><div class="accent ink" style="${style.strong}">${listing.price}</div></td></tr>\n`;
}

function box(listing: ReportListing, picture: Html): Html {
  return html`<div class="line" style="${style.box}">${picture}<div class="accent ink" style="${style.price}">${listing.price}</div>
<div class="ink" style="${style.strong}">${listing.address}</div>
${facts(listing)}</div>`;
}

/** It comes with the message; the address that it belongs to stands below. */
function photo(index: number): Html {
  const { width, height } = CARD_PHOTO;
  return html`<img src="cid:${photoCid(index)}" alt="" width="${width}" height="${height}" style="${style.photo}">\n`;
}

function facts(listing: ReportListing): Html {
  const { locality, details, when } = listing;
  const source = sourceOf(listing);
  return html`<div class="soft" style="${style.small}">${locality}<br>${details}<br>${when}<br>${source}</div>`;
}
