import type { Fact, NarrativeFacts } from './facts.ts';

/** Months of supply: below, sellers are commonly said to hold the better cards, above it buyers (NAR's rule of thumb). */
const BALANCED = { from: 4, to: 6 };

export type Supply = 'sellers' | 'balanced' | 'buyers';
export type MarketState = 'hot' | 'balanced' | 'slow' | 'thin' | 'empty';

const STATE_OF: Readonly<Record<Supply, MarketState>> = { sellers: 'hot', balanced: 'balanced', buyers: 'slow' };

/** Whose market it is by months of supply; null where that is not known, or where nothing is for sale. */
export function supplyOf({ facts }: NarrativeFacts): Supply | null {
  const months = facts.find(({ key }) => key === 'monthsOfSupply')?.value ?? null;
  if (months === null || months === 0) return null;
  if (months < BALANCED.from) return 'sellers';
  return months > BALANCED.to ? 'buyers' : 'balanced';
}

/** `thin`: too little closed to read a pace from; `empty`: nothing closed and nothing is for sale. */
export function marketState(facts: NarrativeFacts): MarketState {
  const none = (key: string) => (factOf(facts, key)?.value ?? 0) === 0;
  if (none('closedSales') && none('activeListings')) return 'empty';
  const supply = supplyOf(facts);
  if (supply === null || factOf(facts, 'monthsOfSupply')?.smallSample) return 'thin';
  return STATE_OF[supply];
}

const factOf = ({ facts }: NarrativeFacts, key: string): Fact | undefined => facts.find((fact) => fact.key === key);
