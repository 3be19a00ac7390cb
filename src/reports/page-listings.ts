import { type Html, html } from './html.ts';
import { MOST_IN_MAIL, showingLine, sourceOf } from './listing-cards.ts';
import { firstListings, groupHeading } from './listing-groups.ts';
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
    const rowOf = listings.whenFirst ? visitRow : row;
    const parts = groups.map((group) => html`${subheading(groupHeading(group))}${rowsTable(group.items.map(rowOf))}`);
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

const row = (listing: ReportListing): Html => rowAbove(listing, facts(listing));

/** When the door is open, before what is behind it. */
function visitRow(listing: ReportListing): Html {
  const { locality, details, when } = listing;
  // On a phone the hours have a line of their own; left alone, it would end after their dash.
  const [day = '', ...hours] = when.split(' ');
  return rowAbove(
    listing,
    html`<div class="ink" style="${style.when}">${day} <strong style="${style.hours}">${hours.join(' ')}</strong></div>\n${smallLines([locality, details, sourceOf(listing)])}`,
  );
}

function rowAbove(listing: ReportListing, content: Html): Html {
  return html`<tr><td class="line" style="${style.row}"><div class="ink" style="${style.strong}">${listing.address}</div>
${content}</td>
<td class="line" style="${style.rowValue}"><div class="ink" style="${style.strong}">${listing.price}</div></td></tr>\n`;
}

function box(listing: ReportListing, picture: Html): Html {
  return html`<div class="line" style="${style.box}">${picture}<div class="ink" style="${style.price}">${listing.price}</div>
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
  return smallLines([locality, details, when, sourceOf(listing)]);
}

function smallLines(lines: readonly string[]): Html {
  const parts = lines.map((line, i) => (i === 0 ? html`${line}` : html`<br>${line}`));
  return html`<div class="soft" style="${style.small}">${parts}</div>`;
}
