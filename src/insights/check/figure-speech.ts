import type { Fact } from '../facts.ts';
import { type Population, populationsIn } from './populations.ts';

/** How a text must speak of a figure for the number to mean what was measured. */
export interface FigureSpeech {
  /** Null: it is of several populations, and any may be named. */
  readonly population: Population | null;
  /** Asking and sold prices, and counts, may not share their clause with another population. */
  readonly alone: boolean;
  readonly statistic: 'median' | 'mean' | null;
  /** Percentages are told apart by what is said around them. */
  readonly says: RegExp | null;
  readonly never: RegExp | null;
  /** What the sentence must say of the homes that it is a share of, where these are not all of the population. */
  readonly of: RegExp | null;
}

const PER_AREA = /square[- ]f(?:oo|ee)t|sq\.? ?ft/i;
const speech = (population: Population | null, more: Partial<FigureSpeech> = {}): FigureSpeech => ({
  population,
  alone: false,
  statistic: null,
  says: null,
  never: null,
  of: null,
  ...more,
});
const price = (population: Population) => speech(population, { alone: true, statistic: 'median', never: PER_AREA });
const count = (population: Population) => speech(population, { alone: true, never: /\bprices?\b/i });

const SPEECH: Readonly<Record<string, FigureSpeech>> = {
  medianSalePrice: price('sold'),
  medianListPrice: price('asking'),
  closedSales: count('sold'),
  newListings: count('new'),
  activeListings: count('asking'),
  pendingListings: count('pending'),
  monthsOfSupply: speech(null, { says: /\bsupply\b|\binventory\b/i }),
  absorption: speech(null, { says: /\babsor|\b(?:per|a|each|every) month\b|\bmonthly\b/i }),
  daysOnMarket: speech('sold', { statistic: 'median' }),
  saleToList: speech('sold', {
    statistic: 'mean',
    says: /\bsale-to-list\b|\b(?:of|to) (?:the |their |its )?(?:last |final )?(?:asking|list)/i,
    never: /\b(?:original|first|initial)/i,
  }),
  saleToOriginalList: speech('sold', {
    statistic: 'mean',
    says: /\b(?:original|first|initial)\w*[- ](?:asking|list)/i,
  }),
  soldAboveList: speech('sold', { says: /\babove\b|\bexceed/i }),
  pricePerSqft: speech('sold', { alone: true, statistic: 'median', says: PER_AREA }),
  priceCuts: speech('asking', {
    says: /\breduc|\bcuts?\b|\blowered\b/i,
    of: /\bknown (?:original|first|initial)\b|\b(?:original|first|initial)\b[^.]{0,30}\bknown\b/i,
  }),
  activeDaysOnMarket: speech('asking', { statistic: 'median', alone: true }),
  activeOver90Days: speech('asking', { says: /\bXage\b/ }),
  bandMostSold: { ...count('sold'), says: /\bmost frequent\b|\blargest number\b/i },
  bandShortestSupply: speech(null, { says: /\bshortest\b|\blowest\b/i }),
  bandLongestSupply: speech(null, { says: /\blongest\b|\bhighest\b/i }),
  pendingRatio: speech(null, { says: /\bpending\b|\bunder contract\b/i }),
};

/** Known keys by the table; others by what the report itself says of them. The median of one home needs no such name. */
export function speechOf(fact: Fact): FigureSpeech {
  const found = speechOfMany(fact);
  return fact.n === 1 && found.statistic === 'median' ? { ...found, statistic: null } : found;
}

function speechOfMany({ key, label, population, text }: Fact): FigureSpeech {
  const known = Object.hasOwn(SPEECH, key) ? SPEECH[key] : undefined;
  if (known) return known;
  const [only, ...others] = populationsIn(population);
  const whose = others.length > 0 ? null : (only ?? null);
  return speech(whose, { alone: whose !== null && !text.includes('%'), statistic: statisticIn(label) });
}

/** True where a text says what some percentage is of, or which figure has that unit. */
export const saysSomeMeasure = (text: string): boolean =>
  Object.values(SPEECH).some(({ says }) => says?.test(text) ?? false);

/** A median in plain words: "half of the homes that sold were under contract within 16 days". */
export const HALF_WITHIN = /\bhalf of the [^.,;:]{0,80}?\bwithin\b/i;

export function statisticIn(text: string): 'median' | 'mean' | null {
  if (HALF_WITHIN.test(text)) return 'median';
  const found = /\b(median|middle)\b|\b(averag|mean\b|typical)/i.exec(text);
  if (found === null) return null;
  return found[1] === undefined ? 'mean' : 'median';
}
