import type { ListingFilters, PriceStrategy } from './filters.ts';

/** What the homes of a report are called: "luxury home", "luxury homes". */
export interface HomeNoun {
  readonly one: string;
  readonly many: string;
  /** Where there is little room, a title or a subject: "3+ bedroom houses"; without it, `many`. */
  readonly short?: string;
  /** In a narrative, by what the homes are and not by whose they might be; without it, "selected homes". */
  readonly narrated?: { readonly one: string; readonly many: string };
}

type OwnFilters = Omit<ListingFilters, 'price'>;

export interface Audience {
  readonly homes: HomeNoun;
  readonly filters: OwnFilters;
  /** The filters that `homes` says already. */
  readonly told?: readonly (keyof OwnFilters)[];
  readonly price?: AudiencePrice;
}

export interface AudiencePrice extends Omit<PriceStrategy, 'percent'> {
  /** The limit, and what it widens to in turn while too few homes meet it. */
  readonly percents: readonly [number, ...number[]];
  /** What the homes are at any price: once the limit is widened, the audience's own noun says too much. */
  readonly homes: HomeNoun;
  /** The limit's name where there is little room. */
  readonly range: string;
}

const SINGLE_FAMILY = ['singlefamilyresidence'] as const;
const IN_RANGE = { one: 'home in this price range', many: 'homes in this price range' };
/** Where more than the price is asked for: there may be other homes in its range. */
const OF_KIND = { one: 'home of this kind and price', many: 'homes of this kind and price' };
const HOMES: HomeNoun = { one: 'home', many: 'homes' };
const HOUSES: HomeNoun = { one: 'single-family home', many: 'single-family homes', narrated: OF_KIND };
const LUXURY = { one: 'luxury home', many: 'luxury homes' };
const CONDOMINIUMS = { one: 'condominium', many: 'condominiums' };

/** All conditions: "no house with three bedrooms" would be false beside one that has a single bathroom. */
function housesWith(bedrooms: string) {
  const rooms = `with at least ${bedrooms} and two bathrooms`;
  return { one: `house ${rooms}`, many: `houses ${rooms}` };
}

const THREE_BEDROOMS = housesWith('three bedrooms');

/** The presets of the product's vocabulary (report-content.md); percentages are of the area's own median list price. */
export const AUDIENCES = {
  all: { homes: HOMES, filters: {} },
  first_time_buyer: {
    homes: {
      one: 'home in the first-time buyer range',
      many: 'homes in the first-time buyer range',
      short: 'first-time buyer range',
      narrated: OF_KIND,
    },
    filters: { minbeds: 2, minbaths: 2, subtype: SINGLE_FAMILY },
    price: {
      of: 'list',
      direction: 'at_most',
      percents: [70, 85, 100, 120],
      homes: { ...housesWith('two bedrooms'), narrated: OF_KIND },
      range: 'first-time buyer range',
    },
  },
  investor: {
    homes: {
      one: 'home in the investor range',
      many: 'homes in the investor range',
      short: 'investor range',
      narrated: IN_RANGE,
    },
    filters: {},
    price: {
      of: 'list',
      direction: 'at_most',
      percents: [50, 70, 85, 100],
      homes: { ...HOMES, narrated: IN_RANGE },
      range: 'investor range',
    },
  },
  luxury: {
    homes: { ...LUXURY, narrated: LUXURY },
    filters: { subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_least', percents: [150, 125, 100], homes: HOUSES, range: 'luxury range' },
  },
  condo: {
    homes: { ...CONDOMINIUMS, narrated: CONDOMINIUMS },
    filters: { subtype: ['condominium'] },
    told: ['subtype'],
  },
  // Named by the homes: to whom they are advertised would state a preference by familial status (42 U.S.C. § 3604(c)).
  families: {
    homes: { ...THREE_BEDROOMS, short: '3+ bedroom houses', narrated: THREE_BEDROOMS },
    filters: { minbeds: 3, minbaths: 2, subtype: SINGLE_FAMILY },
    told: ['minbeds', 'minbaths', 'subtype'],
  },
} as const satisfies Record<string, Audience>;

export type AudienceName = keyof typeof AUDIENCES;

export const isAudience = (name: string): name is AudienceName => Object.hasOwn(AUDIENCES, name);
