import type { Change, Fact, NarrativeFacts, Tone } from '../facts.ts';
import { type MarketState, marketState } from '../market-state.ts';

export type KnownFact = Fact & { readonly value: number };

/** What a sentence is written from. */
export interface Known {
  readonly area: string;
  readonly period: string;
  readonly tone: Tone;
  readonly state: MarketState;
  /** The fact with this key where its value is known. */
  readonly get: (key: string) => KnownFact | null;
  /** One of several wordings, the same one for the same report and place. */
  readonly pick: <T>(place: string, wordings: readonly [T, ...T[]]) => T;
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
    period: period.startsWith('the ') ? `during ${period}` : `on ${period}`,
    tone,
    state: marketState(facts),
    get: (key) => known.get(key) ?? null,
    pick: (place, wordings) => wordings[hash(`${area}|${period}|${place}`) % wordings.length] ?? wordings[0],
  };
}

/** "1 sale", "45 sales". */
export function counted({ value, text }: KnownFact, one: string, many: string): string {
  return `${text} ${value === 1 ? one : many}`;
}

/** "4.2% higher than in the previous 30 days", "unchanged from the previous 30 days". */
export function movement({ text, sign, against }: Change): string {
  if (sign === 0) return `unchanged from ${against}`;
  return `${text.replace(/^[+−-]/, '')} ${sign > 0 ? 'higher' : 'lower'} than in ${against}`;
}

/** True of 0 and of what rounds to it: "0% of sales" would say none where there were some. */
export const isNought = ({ text }: KnownFact): boolean => !/[1-9]/.test(text);

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** FNV-1a, 32 bits: stable over processes and versions of Node, which a seedless Math.random is not. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
