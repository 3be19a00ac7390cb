import type { ListingFilters, PriceStrategy } from './filters.ts';

/** What the homes of a report are called: "luxury home", "luxury homes". */
export interface HomeNoun {
  readonly one: string;
  readonly many: string;
  /** Where there is little room, a title or a subject: "3+ bedroom houses"; without it, `many`. */
  readonly short?: string;
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
}

const SINGLE_FAMILY = ['singlefamilyresidence'] as const;
const HOMES: HomeNoun = { one: 'home', many: 'homes' };
const HOUSES: HomeNoun = { one: 'single-family home', many: 'single-family homes' };

/** All conditions: "no house with three bedrooms" would be false beside one that has a single bathroom. */
function housesWith(bedrooms: string): HomeNoun {
  const rooms = `with ${bedrooms} and two bathrooms or more`;
  return { one: `house ${rooms}`, many: `houses ${rooms}` };
}

/** The presets of the product's vocabulary (report-content.md); percentages are of the area's own median list price. */
export const AUDIENCES = {
  all: { homes: HOMES, filters: {} },
  first_time_buyer: {
    homes: {
      one: 'home in the first-time buyer range',
      many: 'homes in the first-time buyer range',
      short: 'first-time buyer range',
    },
    filters: { minbeds: 2, minbaths: 2, subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_most', percents: [70, 85, 100, 120], homes: housesWith('two bedrooms') },
  },
  investor: {
    homes: { one: 'home in the investor range', many: 'homes in the investor range', short: 'investor range' },
    filters: {},
    price: { of: 'list', direction: 'at_most', percents: [50, 70, 85, 100], homes: HOMES },
  },
  luxury: {
    homes: { one: 'luxury home', many: 'luxury homes' },
    filters: { subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_least', percents: [150, 125, 100], homes: HOUSES },
  },
  condo: {
    homes: { one: 'condominium', many: 'condominiums' },
    filters: { subtype: ['condominium'] },
    told: ['subtype'],
  },
  // Named by the homes: to whom they are advertised would state a preference by familial status (42 U.S.C. § 3604(c)).
  families: {
    homes: { ...housesWith('three bedrooms'), short: '3+ bedroom houses' },
    filters: { minbeds: 3, minbaths: 2, subtype: SINGLE_FAMILY },
    told: ['minbeds', 'minbaths', 'subtype'],
  },
} as const satisfies Record<string, Audience>;

export type AudienceName = keyof typeof AUDIENCES;

export const isAudience = (name: string): name is AudienceName => Object.hasOwn(AUDIENCES, name);
