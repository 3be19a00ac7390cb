/** SimplyRETS' documented words for what a home is. */
export const SUBTYPES = [
  'apartment',
  'boatslip',
  'singlefamilyresidence',
  'deededparking',
  'cabin',
  'condominium',
  'duplex',
  'manufacturedhome',
  'ownyourown',
  'quadruplex',
  'stockcooperative',
  'townhouse',
  'timeshare',
  'triplex',
  'manufacturedonland',
  'farmandranch',
  'agriculture',
  'business',
  'hotelmotel',
  'industrial',
  'mixeduse',
  'officespace',
  'retail',
  'unimprovedland',
  'warehouse',
] as const;

export type Subtype = (typeof SUBTYPES)[number];

export const isSubtype = (word: string): word is Subtype => SUBTYPES.some((known) => known === word);
