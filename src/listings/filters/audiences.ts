import type { ListingFilters, PriceStrategy } from './filters.ts';

export interface Audience {
  /** For the page: "Homes for first-time buyers". */
  readonly label: string;
  readonly filters: Omit<ListingFilters, 'price'>;
  /** The price limit, and the percentages that it widens to in turn while too few homes meet it. */
  readonly price?: Omit<PriceStrategy, 'percent'> & { readonly percents: readonly [number, ...number[]] };
}

const SINGLE_FAMILY = ['singlefamilyresidence'] as const;

/** The presets of the product's vocabulary (report-content.md); percentages are of the area's own median list price. */
export const AUDIENCES = {
  all: { label: 'All homes', filters: {} },
  first_time_buyer: {
    label: 'Homes for first-time buyers',
    filters: { minbeds: 2, minbaths: 2, subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_most', percents: [70, 85, 100, 120] },
  },
  investor: {
    label: 'Homes for investors',
    filters: {},
    price: { of: 'list', direction: 'at_most', percents: [50, 70, 85, 100] },
  },
  luxury: {
    label: 'Luxury homes',
    filters: { subtype: SINGLE_FAMILY },
    price: { of: 'list', direction: 'at_least', percents: [150, 125, 100] },
  },
  condo: { label: 'Condominiums', filters: { subtype: ['condominium'] } },
  // Named by the homes: to whom they are advertised would state a preference by familial status (42 U.S.C. § 3604(c)).
  families: {
    label: 'Houses with three bedrooms or more',
    filters: { minbeds: 3, minbaths: 2, subtype: SINGLE_FAMILY },
  },
} as const satisfies Record<string, Audience>;

export type AudienceName = keyof typeof AUDIENCES;

export const isAudience = (name: string): name is AudienceName => Object.hasOwn(AUDIENCES, name);
