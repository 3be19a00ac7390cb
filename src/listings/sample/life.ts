import { type CivilDay, modulo, monthOf, weekdayOf } from '../../core/civil-day.ts';
import type { SampleCity } from './cities.ts';
import { createRandom, hashOf, type Random } from './random.ts';

export type SampleType = 'RES' | 'CND' | 'RNT';

/** One property from its listing to its sale or withdrawal, all decided on the day it is listed. */
export interface Life {
  readonly mlsId: number;
  readonly type: SampleType;
  readonly area: number;
  readonly listDay: CivilDay;
  /** The first is the price on the list day; days rise. */
  readonly prices: readonly { readonly day: CivilDay; readonly price: number }[];
  /** Null when nobody buys; then the listing is withdrawn on `endDay`. */
  readonly sale: { readonly contractDay: CivilDay; readonly closeDay: CivilDay; readonly price: number } | null;
  readonly endDay: CivilDay;
  readonly postalCode: string;
  /** For the traits that are only needed once the row is shown. */
  readonly traitSeed: number;
}

/** No listing stays longer than this before it is sold or withdrawn, nor takes longer to close. */
export const LONGEST_ON_MARKET = 180;
export const LONGEST_ESCROW = 75;

// Closings a day of each month against the average day: Houston 2000–2014, Texas Real Estate Research Center.
const CLOSING_SEASON = [0.63, 0.85, 0.99, 1.05, 1.16, 1.25, 1.16, 1.15, 0.97, 0.94, 0.87, 0.97];
const BUSIEST_MONTH = Math.max(...CLOSING_SEASON);
// Listings enter the market mostly before the weekend; Sunday first, mean 1.
const LISTING_WEEKDAY = [0.5, 0.9, 1.05, 1.3, 1.6, 1.2, 0.45];
// From contract to closing, in days.
const TYPICAL_ESCROW = 33;
const RENTALS_PER_SALE = 0.15;
const UNSOLD_SHARE = 0.06;
const IDS_PER_DAY = 64;
const MOST_CITIES = 16;
// 2026-01-01, the day of the price level in cities.ts.
const BASE_DAY = 20_454;

/** All that is listed in a city on one day; depends on nothing but the arguments, so each day's market extends the last's. */
export function livesListedOn(seed: number, city: SampleCity, day: CivilDay): Life[] {
  const random = createRandom(hashOf(seed, city.name, day));
  const daily = (BUSIEST_MONTH * city.monthlySales * 12) / 365.25 / (1 - UNSOLD_SHARE);
  const mean = daily * (LISTING_WEEKDAY[weekdayOf(day)] ?? 1) * (1 + RENTALS_PER_SALE);
  const count = Math.min(random.count(mean), IDS_PER_DAY);
  const firstId = (day * MOST_CITIES + city.index) * IDS_PER_DAY;
  const candidates = Array.from({ length: count }, (_, index) => lifeOf(random, city, day, firstId + index));
  return candidates.filter((life) => random.uniform() * BUSIEST_MONTH < seasonOf(life));
}

/**
 * As many homes a day as in the busiest month, thinned by the month in which each would close: however long homes
 * take to sell, closings then have their season to the month. A season of listings would arrive blurred by two months.
 */
function seasonOf({ sale, endDay }: Life): number {
  const closeDay = sale?.closeDay ?? endDay + TYPICAL_ESCROW;
  return CLOSING_SEASON[modulo(monthOf(closeDay), 12)] ?? 1;
}

function lifeOf(random: Random, city: SampleCity, listDay: CivilDay, mlsId: number): Life {
  const type = typeOf(random, city);
  const [postalCode, level] = random.pick(city.postalCodes);
  const area = Math.round((type === 'RES' ? 1 : 0.66) * city.medianArea * Math.exp(0.3 * random.normal()));
  const asked = askingPrice(random, city, { type, area, level, listDay });
  const daysToContract = Math.max(1, Math.round(city.medianDaysOnMarket * Math.exp(0.85 * random.normal())));
  const sold = random.uniform() >= UNSOLD_SHARE && daysToContract < LONGEST_ON_MARKET;
  const endDay = listDay + Math.min(daysToContract, LONGEST_ON_MARKET);
  const prices = type === 'RNT' ? [{ day: listDay, price: asked }] : priceHistory(random, listDay, endDay, asked);
  const sale = sold ? saleOf(random, type, endDay, { asked: prices.at(-1)?.price ?? asked, daysToContract }) : null;
  return { mlsId, type, area, listDay, prices, sale, endDay, postalCode, traitSeed: hashOf(mlsId) };
}

function typeOf(random: Random, city: SampleCity): SampleType {
  if (random.uniform() < RENTALS_PER_SALE / (1 + RENTALS_PER_SALE)) return 'RNT';
  return random.uniform() < city.condoShare ? 'CND' : 'RES';
}

/** Log-normal around the city's level; the spread of real sales is 0.53 in logarithms (King County, 2014–2015). */
function askingPrice(
  random: Random,
  city: SampleCity,
  home: { type: SampleType; area: number; level: number; listDay: CivilDay },
): number {
  const trend = priceTrend(home.listDay);
  if (home.type === 'RNT') return roundTo(city.medianRent * trend * Math.exp(0.25 * random.normal()), 25);
  const size = (home.area / city.medianArea) ** 0.8;
  // Condominiums pull the median down; this holds the median over both types at the city's.
  const mix = 1.03 + 0.36 * city.condoShare;
  const price = city.medianPrice * mix * home.level * size * trend * Math.exp(0.28 * random.normal());
  return roundTo(price, price < 500_000 ? 1_000 : 5_000) - (price < 500_000 ? 100 : 1_000);
}

/** 3.5 % a year, a mild cycle of four years, and dearer homes in early summer. */
function priceTrend(day: CivilDay): number {
  const years = (day - BASE_DAY) / 365.25;
  return Math.exp(
    0.035 * years + 0.03 * Math.sin((Math.PI * years) / 2) + 0.015 * Math.cos(2 * Math.PI * (years - 0.4)),
  );
}

/** Homes that do not sell get cheaper: a first cut after three to six weeks, a second about five weeks later. */
function priceHistory(random: Random, listDay: CivilDay, endDay: CivilDay, asked: number) {
  const history = [{ day: listDay, price: asked }];
  let price = asked;
  let day = listDay;
  for (const chance of [0.6, 0.4]) {
    day += 21 + Math.floor(random.uniform() * 21);
    if (random.uniform() > chance || day >= endDay) break;
    price = roundTo(price * (1 - 0.015 - 0.035 * random.uniform()), 500);
    history.push({ day, price });
  }
  return history;
}

function saleOf(
  random: Random,
  type: SampleType,
  contractDay: CivilDay,
  { asked, daysToContract }: { asked: number; daysToContract: number },
) {
  const typical = type === 'RNT' ? 12 : TYPICAL_ESCROW;
  const escrow = Math.min(LONGEST_ESCROW - 2, Math.max(5, Math.round(typical + 8 * random.normal())));
  const haste = 0.012 - 0.0007 * Math.min(daysToContract, 60);
  const price = type === 'RNT' ? asked : roundTo(asked * Math.exp(haste + 0.022 * random.normal()), 500);
  return { contractDay, closeDay: nextWeekday(contractDay + escrow), price };
}

/** Deeds are recorded on working days. */
function nextWeekday(day: CivilDay): CivilDay {
  const weekday = weekdayOf(day);
  if (weekday === 6) return day + 2;
  return weekday === 0 ? day + 1 : day;
}

const roundTo = (value: number, step: number): number => Math.round(value / step) * step;
