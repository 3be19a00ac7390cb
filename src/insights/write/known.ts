import type { Fact, NarrativeFacts, Tone } from '../facts.ts';
import { type MarketState, marketState } from '../market-state.ts';

export type KnownFact = Fact & { readonly value: number };

/** What a sentence is written from. */
export interface Known {
  readonly area: string;
  /** "In the last 30 days": the page has the dates above. Where no days are known, the whole period. */
  readonly when: string;
  readonly tone: Tone;
  readonly state: MarketState;
  readonly homes: HomeWords;
  /** The fact with this key where its value is known. */
  readonly get: (key: string) => KnownFact | null;
  /** One of several wordings, the same one for the same report and place. */
  readonly pick: <T>(place: string, wordings: readonly [T, ...T[]]) => T;
  /** The report has figures that it could not tell. */
  readonly gaps: boolean;
}

/** How the homes of a report are spoken of. */
export interface HomeWords {
  /** "7 luxury homes", "1 luxury home", "7 of the selected homes". */
  readonly count: (fact: KnownFact) => string;
  /** The same where they have been named: "7 such homes". */
  readonly countAgain: (fact: KnownFact) => string;
  /** "no luxury home" */
  readonly none: string;
  /** "no such home" */
  readonly noneAgain: string;
  readonly many: string;
  /** Not all homes of the area. */
  readonly chosen: boolean;
}

/** A sentence from the facts, or null where they do not support one. */
export type SentenceWriter = (known: Known) => string | null;

export function knownOf(facts: NarrativeFacts, tone: Tone): Known {
  const known = new Map<string, KnownFact>();
  for (const fact of facts.facts) {
    // A dash is printed for a price of nothing as well.
    if (fact.value !== null && /\d/.test(fact.text)) known.set(fact.key, { ...fact, value: fact.value });
  }
  const { area, period } = facts;
  return {
    area,
    when: whenOf(facts),
    tone,
    state: marketState(facts),
    homes: homeWords(facts),
    get: (key) => known.get(key) ?? null,
    pick: (place, wordings) => wordings[hash(`${area}|${period}|${place}`) % wordings.length] ?? wordings[0],
    gaps: facts.facts.some(({ value }) => value === null),
  };
}

function homeWords({ homes }: NarrativeFacts): HomeWords {
  const { one, many, partitive = false } = homes ?? { one: 'home', many: 'homes' };
  return {
    count: (fact) => (partitive ? `${fact.text} of the ${many}` : counted(fact, one, many)),
    countAgain: (fact) => (homes ? counted(fact, 'such home', 'such homes') : counted(fact, one, many)),
    none: `no ${one}`,
    noneAgain: homes ? 'no such home' : `no ${one}`,
    many,
    chosen: homes !== undefined,
  };
}

/** "1 sale", "45 sales". */
export function counted({ value, text }: KnownFact, one: string, many: string): string {
  return `${text} ${value === 1 ? one : many}`;
}

function whenOf({ facts, period }: NarrativeFacts): string {
  const over = facts.find(({ key }) => key === 'closedSales')?.over;
  if (over !== undefined) return `in ${over}`;
  return period.startsWith('the ') ? `during ${period}` : `on ${period}`;
}

/** True of what was measured on the only home of `count`: it is no median, average or share. */
export const ofOneHome = (count: KnownFact | null, { n }: KnownFact): boolean => n === 1 && count?.value === 1;

/** True of 0 and of what rounds to it: "0% of sales" would say none where there were some. */
export const isNought = ({ text }: KnownFact): boolean => !/[1-9]/.test(text);

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** FNV-1a, 32 bits: stable over processes and versions of Node, which a seedless Math.random is not. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
