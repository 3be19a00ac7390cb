import type { ChosenHomes, NarrativeFacts } from '../facts.ts';
import { changesOf } from '../told-changes.ts';

/** Part of a sentence between commas and conjunctions: what a number in it speaks of. */
export interface Clause {
  readonly text: string;
  readonly start: number;
}

export interface Sentence {
  readonly text: string;
  readonly clauses: readonly Clause[];
}

/** Stands for the report's own words, whose numbers and names are no claims ("77002", "May 2", "White Plains"). */
const AREA = 'Xarea';
const PERIOD = 'Xperiod';
const BASELINE = 'Xbaseline';
const SPAN = 'Xspan';
const RANGE = 'Xrange';
/** Its number is a bound and no figure; only the share of homes beyond it is. */
const AGE: [string, string] = ['more than 90 days', 'Xage'];
/** The homes that a report is about; "homes" stays, since it says whose figure follows. */
const CHOSEN = 'Xchosen';

const SENTENCE_END = /(?<=[.!?]["'”’)]?)\s+/;
const CLAUSE_END =
  /[,;:()]\s|\)|\s[–—-]\s|—|\s(?:and|while|whereas|but|with|against|versus|compared\s(?:with|to)|than|although|though)\s|\s(?:at|for)(?=\s(?:a|an|the)\smedian\b)/gi;

/** The text with the report's area, period, homes, baselines and spans replaced, one kind of apostrophe, and single spaces. */
export function maskNames(text: string, facts: NarrativeFacts): string {
  let masked = text
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  for (const [name, mask] of namesOf(facts)) masked = masked.replace(wholeName(name), mask);
  return masked;
}

/** The mask of a change's baseline, as `maskNames` wrote it. */
export function baselineMask(against: string, facts: NarrativeFacts): string {
  return numbered(BASELINE, baselinesOf(facts).indexOf(against));
}

/** Whether a piece of masked text names this baseline. */
export const namesTheBaseline = (masked: string, against: string, facts: NarrativeFacts): boolean =>
  new RegExp(`\\b${baselineMask(against, facts)}\\b`).test(masked);

/** Whether a piece of masked text names any baseline. */
export const namesBaseline = (masked: string): boolean => masked.includes(BASELINE);

/** Whether a piece of masked text names the homes that the report is about. */
export const namesChosen = (masked: string): boolean => masked.includes(CHOSEN);

/** The price ranges that a piece of masked text names, in its order. */
export const rangesIn = (masked: string, facts: NarrativeFacts): { range: string; at: number }[] =>
  Array.from(masked.matchAll(/\bXrange(q+)\b/g), ({ 1: marks = '', index }) => ({
    range: rangesOf(facts)[marks.length - 1] ?? '',
    at: index,
  }));

/** Whether a piece of masked text speaks of homes that have long been for sale. */
export const namesAge = (masked: string): boolean => masked.includes(AGE[1]);

/** The mask of the baseline that follows position `at`, or else of the last one before; null where there is none. */
export function nearestBaseline(masked: string, at: number): string | null {
  const named = Array.from(masked.matchAll(/\bXbaselineq+\b/g), ({ 0: mask, index }) => ({ mask, index }));
  return (named.find(({ index }) => index >= at) ?? named.at(-1))?.mask ?? null;
}

/** The days ("the last 90 days") that a piece of masked text speaks of, of those that the facts were taken from. */
export const spansIn = (masked: string, facts: NarrativeFacts): string[] =>
  spansOf(facts).filter((_, i) => new RegExp(`\\b${numbered(SPAN, i)}\\b`).test(masked));

export function splitSentences(masked: string): Sentence[] {
  return masked
    .split(SENTENCE_END)
    .filter(Boolean)
    .map((text) => ({ text, clauses: splitClauses(text) }));
}

/** The clause that holds position `at`, then the earlier ones, nearest first, then the later ones. */
export function contextsOf({ clauses }: Sentence, at: number): string[] {
  const own = clauseIndex(clauses, at);
  const order = [...clauses.slice(0, own + 1).reverse(), ...clauses.slice(own + 1)];
  return order.map(({ text }) => text);
}

/** The clause that holds position `at` with what leads into it: "Per square foot, …" is said of the next figure. */
export function ledInto({ clauses }: Sentence, at: number): string {
  const own = clauseIndex(clauses, at);
  const figureBefore = clauses.findLastIndex(({ text }, i) => i < own && /\d/.test(text));
  const led = clauses.slice(figureBefore + 1, own + 1);
  return led.map(({ text }) => text).join(', ');
}

export function clauseIndex(clauses: readonly Clause[], at: number): number {
  return Math.max(
    clauses.findLastIndex(({ start }) => start <= at),
    0,
  );
}

function splitClauses(sentence: string): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  for (const { 0: end, index } of sentence.matchAll(CLAUSE_END)) {
    clauses.push({ text: sentence.slice(start, index), start });
    start = index + end.length;
  }
  return [...clauses, { text: sentence.slice(start), start }];
}

/** Longest first, so that "Houston and Katy" is not left as "Xarea and Katy". */
function namesOf(facts: NarrativeFacts): [string, string][] {
  const names: [string, string][] = [
    [facts.area, AREA],
    [facts.period, PERIOD],
    ...(facts.homes ? homesOf(facts.homes) : []),
    ...baselinesOf(facts).map((name, i): [string, string] => [name, numbered(BASELINE, i)]),
    ...spansOf(facts).map((name, i): [string, string] => [name, numbered(SPAN, i)]),
    ...rangesOf(facts).map((name, i): [string, string] => [name, numbered(RANGE, i)]),
    AGE,
  ];
  return names.filter(([name]) => name.trim() !== '').sort(([a], [b]) => b.length - a.length);
}

const homesOf = ({ one, many }: ChosenHomes): [string, string][] => [
  [many, `${CHOSEN} homes`],
  [one, `${CHOSEN} home`],
];

/** Without a digit, which would be a number of the text. */
const numbered = (mask: string, i: number): string => `${mask}${'q'.repeat(i + 1)}`;

const baselinesOf = ({ facts }: NarrativeFacts): string[] => [
  ...new Set(facts.flatMap((fact) => changesOf(fact).map(({ against }) => against))),
];

const rangesOf = ({ facts }: NarrativeFacts): string[] => [...new Set(facts.flatMap(({ range }) => range ?? []))];

const spansOf = ({ facts }: NarrativeFacts): string[] => [...new Set(facts.flatMap(({ over }) => over ?? []))];

/** Anywhere but inside a word or a number; a sentence may begin with it in upper case. */
function wholeName(name: string): RegExp {
  const plain = name
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  const [first = '', ...rest] = Array.from(plain).map((c) => c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const either = first.length === 1 && first.toUpperCase() !== first ? `[${first}${first.toUpperCase()}]` : first;
  return new RegExp(`(?<![\\p{L}\\p{N}$])${either}${rest.join('')}(?![\\p{L}\\p{N}%]|[.,]\\p{N})`, 'gu');
}
