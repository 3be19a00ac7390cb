/** Milliseconds since 1970 in UTC: what a `Date` holds, at an eighth of its memory. */
export type EpochMs = number;

export type ListingStatus =
  | 'Active'
  | 'ActiveUnderContract'
  | 'Pending'
  | 'Closed'
  | 'ComingSoon'
  | 'Hold'
  | 'Withdrawn'
  | 'Expired'
  | 'Delete'
  | 'Incomplete';

/** SimplyRETS' response codes: residential, condominium, rental, multi-family, commercial (lease), land, farm, mobile home. */
export type PropertyType = 'RES' | 'CND' | 'RNT' | 'MLF' | 'CRE' | 'CLE' | 'LND' | 'FRM' | 'MBL';

/**
 * One listing as every other room sees it. A field that was absent, null or of another type is null; zero is data.
 * Prices are US dollars, areas square feet. `closePrice`, `closeDate` and `contractDate` are read only from a
 * listing whose status is Closed: demo feeds carry them on active ones too.
 */
export interface Listing {
  readonly mlsId: number;
  /** The public MLS number: the one to show. */
  readonly listingId: string;
  readonly status: ListingStatus;
  readonly type: PropertyType | null;
  /** SimplyRETS' subtype word in lower case without spaces, such as `singlefamilyresidence`. */
  readonly subtype: string | null;
  readonly listPrice: number | null;
  readonly originalListPrice: number | null;
  readonly closePrice: number | null;
  /** Local midnight of the market, as an instant. */
  readonly listDate: EpochMs | null;
  readonly contractDate: EpochMs | null;
  readonly closeDate: EpochMs | null;
  readonly daysOnMarket: number | null;
  readonly livingArea: number | null;
  readonly bedrooms: number | null;
  /** Full baths plus halves and three-quarters, each counted as half a bath. */
  readonly bathrooms: number | null;
  readonly yearBuilt: number | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  /** Null where the listing's `internetAddressDisplay` is false. */
  readonly streetAddress: string | null;
  readonly officeName: string | null;
  readonly disclaimer: string | null;
  readonly photos: readonly string[];
}
