import type { ListingFilters, PriceStrategy } from './filters.ts';

/** What the homes of a report are called: "luxury home", "luxury homes". */
export interface HomeNoun {
  readonly one: string;
  readonly many: string;
}

export interface Audience {
  readonly homes: HomeNoun;
  readonly filters: Omit<ListingFilters, 'price'>;
  /** The price limit, and the percentages that it widens to in turn while too few homes meet it. */
  readonly price?: Omit<PriceStrategy, 'percent'> & { readonly percents: readonly [number, ...number[]] };
}

const SINGLE_FAMILY = ['singlefamilyresidence'] as const;

/** The presets of the product's vocabulary (report-content.md); percentages are of the area's own median list price. */
export const AUDIENCES = {
  all: { homes: { one: 'home', many: 'homes' }, filters: {} },
  first_time_buyer: {
    homes: { one: 'home for first-time buyers', many: 'homes for first-time buyers' },
    filters: { minbeds: 2, minbaths: 2, subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_most', percents: [70, 85, 100, 120] },
  },
  investor: {
    homes: { one: 'home for investors', many: 'homes for investors' },
    filters: {},
    price: { of: 'list', direction: 'at_most', percents: [50, 70, 85, 100] },
  },
  luxury: {
    homes: { one: 'luxury home', many: 'luxury homes' },
    filters: { subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_least', percents: [150, 125, 100] },
  },
  condo: { homes: { one: 'condominium', many: 'condominiums' }, filters: { subtype: ['condominium'] } },
  // Named by the homes: to whom they are advertised would state a preference by familial status (42 U.S.C. § 3604(c)).
  families: {
    homes: { one: 'house with three bedrooms or more', many: 'houses with three bedrooms or more' },
    filters: { minbeds: 3, minbaths: 2, subtype: SINGLE_FAMILY },
  },
} as const satisfies Record<string, Audience>;

export type AudienceName = keyof typeof AUDIENCES;

export const isAudience = (name: string): name is AudienceName => Object.hasOwn(AUDIENCES, name);
