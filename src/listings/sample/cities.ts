/** One market of the sample feed. Money in US dollars at the start of 2026, areas in square feet. */
export interface SampleCity {
  /** Keeps ids of different cities apart; never reuse one. */
  readonly index: number;
  readonly name: string;
  readonly state: string;
  readonly county: string;
  readonly zone: string;
  /** Codes with their price level against the city's. */
  readonly postalCodes: readonly [readonly [string, number], ...(readonly [string, number])[]];
  readonly center: { readonly lat: number; readonly lng: number };
  /** Closings in an average month; far fewer than in reality where the city is large. */
  readonly monthlySales: number;
  readonly medianPrice: number;
  readonly medianArea: number;
  readonly medianRent: number;
  readonly condoShare: number;
  readonly medianDaysOnMarket: number;
}

/** Price levels near the published medians of late 2025; everything else is made up to look alike. */
export const SAMPLE_CITIES: readonly [SampleCity, ...SampleCity[]] = [
  {
    index: 0,
    name: 'Irvine',
    state: 'California',
    county: 'Orange',
    zone: 'America/Los_Angeles',
    postalCodes: [
      ['92602', 1.05],
      ['92603', 1.35],
      ['92604', 0.9],
      ['92606', 0.95],
      ['92612', 0.75],
      ['92614', 0.85],
      ['92618', 1.1],
      ['92620', 1.2],
    ],
    center: { lat: 33.6846, lng: -117.8265 },
    monthlySales: 190,
    medianPrice: 1_500_000,
    medianArea: 1_900,
    medianRent: 4_300,
    condoShare: 0.42,
    medianDaysOnMarket: 24,
  },
  {
    index: 1,
    name: 'Houston',
    state: 'Texas',
    county: 'Harris',
    zone: 'America/Chicago',
    postalCodes: [
      ['77004', 0.9],
      ['77007', 1.35],
      ['77008', 1.4],
      ['77018', 1.25],
      ['77057', 1.2],
      ['77077', 1],
      ['77083', 0.75],
      ['77088', 0.7],
      ['77096', 1.05],
    ],
    center: { lat: 29.7604, lng: -95.3698 },
    monthlySales: 260,
    medianPrice: 340_000,
    medianArea: 1_950,
    medianRent: 2_100,
    condoShare: 0.14,
    medianDaysOnMarket: 38,
  },
  {
    index: 2,
    name: 'Austin',
    state: 'Texas',
    county: 'Travis',
    zone: 'America/Chicago',
    postalCodes: [
      ['78702', 1.15],
      ['78704', 1.4],
      ['78745', 0.9],
      ['78748', 0.85],
      ['78749', 1],
      ['78753', 0.7],
      ['78759', 1.15],
    ],
    center: { lat: 30.2672, lng: -97.7431 },
    monthlySales: 220,
    medianPrice: 545_000,
    medianArea: 1_850,
    medianRent: 2_400,
    condoShare: 0.2,
    medianDaysOnMarket: 45,
  },
  {
    index: 3,
    name: 'Seattle',
    state: 'Washington',
    county: 'King',
    zone: 'America/Los_Angeles',
    postalCodes: [
      ['98103', 1.05],
      ['98105', 1.3],
      ['98107', 1],
      ['98115', 1.15],
      ['98118', 0.85],
      ['98125', 0.85],
      ['98144', 0.95],
    ],
    center: { lat: 47.6062, lng: -122.3321 },
    monthlySales: 210,
    medianPrice: 870_000,
    medianArea: 1_650,
    medianRent: 3_000,
    condoShare: 0.3,
    medianDaysOnMarket: 16,
  },
  {
    index: 4,
    name: 'Ojai',
    state: 'California',
    county: 'Ventura',
    zone: 'America/Los_Angeles',
    postalCodes: [['93023', 1]],
    center: { lat: 34.448, lng: -119.2429 },
    monthlySales: 9,
    medianPrice: 1_080_000,
    medianArea: 1_700,
    medianRent: 3_600,
    condoShare: 0.06,
    medianDaysOnMarket: 41,
  },
];
