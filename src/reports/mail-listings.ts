import { mostInMail, showingLine } from './listing-cards.ts';
import { firstListings } from './listing-groups.ts';
import type { ReportListings } from './model.ts';
import { formatNumber } from './number.ts';

/** What is known of the message beside the report itself. */
export interface MessageOptions {
  /** The report comes with it as a PDF, too. */
  readonly pdf?: boolean;
}

/** The listings that the e-mail shows, in their groups. */
export const listingsInMail = (listings: ReportListings) =>
  firstListings(listings, mostInMail(countIn(listings.groups)));

export const countIn = (groups: ReportListings['groups']): number =>
  groups.reduce((sum, { items }) => sum + items.length, 0);

/** "Showing 10 of 59 new listings. The attached PDF lists all 59.": where the rest is, if it is anywhere. */
export function showingInMail(listings: ReportListings, { pdf = false }: MessageOptions): string {
  const shown = countIn(listingsInMail(listings));
  const line = showingLine(shown, listings.of);
  const inPdf = countIn(listings.groups);
  return pdf && inPdf > shown ? `${line} The attached PDF lists ${partOf(inPdf, listings.of)}.` : line;
}

/** "all 59", "200 of 1,234"; of a number that is not known, the part alone. */
function partOf(count: number, of: string): string {
  const [part, total] = [formatNumber(count), /^[\d,]+/.exec(of)?.[0]];
  if (total === undefined) return part;
  return total === part ? `all ${part}` : `${part} of ${total}`;
}
