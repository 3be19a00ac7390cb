import { type Html, html } from './html.ts';
import { numberOf, officeOf, sourceOf } from './listing-cards.ts';
import { groupHeading } from './listing-groups.ts';
import { card, column, columns } from './mail/compiled.ts';
import { listingsInMail, type MessageOptions, showingInMail } from './mail-listings.ts';
import type { ReportListing, ReportListings } from './model.ts';
import { heading, inPairs, namedRow, rowsTable } from './page-parts.ts';
import { style } from './page-style.ts';
import { CARD_PHOTO, hasPhotos, photoCid } from './photos/photo-cards.ts';
import { unbroken } from './text.ts';

/** The first listings, as rows or as cards; nothing where there are none. */
export function listingSections(listings: ReportListings, options: MessageOptions): Html[] {
  const groups = listingsInMail(listings);
  if (groups.length === 0) return [];
  const intro = html`${heading(listings.heading)}<p class="soft" style="${style.fine}">${showingInMail(listings, options)}</p>`;
  if (listings.layout === 'rows') {
    const rowOf = listings.whenFirst ? visitRow : row;
    const parts = groups.map((group) => html`${subheading(groupHeading(group))}${rowsTable(group.items.map(rowOf))}`);
    return [card({ content: html`${intro}${parts}` })];
  }
  const items = groups.flatMap((group) => group.items);
  const photoOf = (index: number) => (hasPhotos(items) ? photo(index) : html``);
  // On a phone, where columns stand below one another, an empty one would be a gap.
  const pairs = inPairs(items, (left, right, i) =>
    right
      ? columns({ left: box(left, photoOf(i)), right: box(right, photoOf(i + 1)) })
      : column({ content: box(left, photoOf(i)) }),
  );
  return [card({ content: intro }), ...pairs];
}

const subheading = (title: string | null): Html =>
  title === null ? html`` : html`<h3 class="ink" style="${style.subheading}">${title}</h3>\n`;

function row(listing: ReportListing): Html {
  const { locality, details, when } = listing;
  return rowAbove(listing, smallLines([locality, details, inWholeParts(when), sourceOf(listing)]));
}

/** When the door is open, before what is behind it. */
function visitRow(listing: ReportListing): Html {
  const { locality, details, when, also = [] } = listing;
  // On a phone the hours have a line of their own; left alone, it would end after their dash.
  const [day = '', ...hours] = when.split(' ');
  return rowAbove(
    listing,
    html`<div class="ink" style="${style.when}">${day} <strong style="${style.hours}">${hours.join(' ')}</strong></div>\n${smallLines([locality, details, sourceOf(listing)].concat(also))}`,
  );
}

const rowAbove = ({ address, price }: ReportListing, below: Html): Html =>
  namedRow({ name: address, value: price, below });

function box(listing: ReportListing, picture: Html): Html {
  const { locality, details, when } = listing;
  // The office and the number on lines of their own: where both just do not fit on one, a card is higher than its neighbour.
  const lines = smallLines([locality, details, inWholeParts(when), officeOf(listing), numberOf(listing)]);
  return html`<div class="line" style="${style.box}">${picture}<div class="ink" style="${style.price}">${listing.price}</div>
<div class="ink" style="${style.strong}">${listing.address}</div>
${lines}</div>`;
}

/** It comes with the message; the address that it belongs to stands below. */
function photo(index: number): Html {
  const { width, height } = CARD_PHOTO;
  return html`<img src="cid:${photoCid(index)}" alt="" width="${width}" height="${height}" style="${style.photo}">\n`;
}

/** On a phone a sale's line breaks before "8 days on market", not within it. */
const inWholeParts = (when: string): string => when.split(' · ').map(unbroken).join(' · ');

function smallLines(lines: readonly string[]): Html {
  const parts = lines.map((line, i) => (i === 0 ? html`${line}` : html`<br>${line}`));
  return html`<div class="soft" style="${style.small}">${parts}</div>`;
}
