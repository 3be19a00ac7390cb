import type { Change, Fact, NarrativeFacts } from '../facts.ts';
import { changesOf } from '../told-changes.ts';
import { type FigureSpeech, saysSomeMeasure, speechOf, statisticIn } from './figure-speech.ts';
import {
  baselineMask,
  clauseIndex,
  contextsOf,
  ledInto,
  nearestBaseline,
  rangesIn,
  type Sentence,
} from './masked-text.ts';
import { type NumberToken, numberTokens } from './number-tokens.ts';
import { POPULATION_NAMES, populationsIn } from './populations.ts';
import type { Problem } from './problem.ts';

/** A number of a sentence that is a fact's. */
export interface Match {
  readonly token: NumberToken;
  readonly fact: Fact;
  readonly part: 'value' | 'change';
  /** The change that is quoted, where one is. */
  readonly change?: Change;
  readonly clause: number;
}

export interface MatchedSentence {
  readonly sentence: Sentence;
  readonly matches: readonly Match[];
  readonly problems: readonly Problem[];
}

const HEDGE =
  /\b(?:more than|less than|fewer than|over|under|above|below|nearly|almost|about|around|roughly|approximately|some|circa|at least|at most|up to|close to|north of|south of)\s$|~\s?$/i;

/** Finds the fact behind each number of a sentence, by its text and by what is said around it. */
export function matchFigures(sentence: Sentence, known: NarrativeFacts): MatchedSentence {
  const { facts } = known;
  const tokens = numberTokens(sentence.text);
  const matches: Match[] = [];
  const problems: Problem[] = [];
  const settle = (token: NumberToken, found: Match | Problem) => {
    if ('code' in found) problems.push(found);
    else matches.push(found);
    if (HEDGE.test(sentence.text.slice(0, token.at))) {
      problems.push({
        code: 'number',
        message: `"${token.raw}" is exact: say it without "about", "over" and the like.`,
      });
    }
  };
  // Values first: a change is known by the value that stands with it.
  const later: NumberToken[] = [];
  for (const token of tokens) {
    const value = matchValue(token, sentence, known);
    const mayBeChange = facts.some((fact) => isChange(token, fact));
    if ('code' in value && mayBeChange) later.push(token);
    else settle(token, value);
  }
  for (const token of later) settle(token, matchChange(token, sentence, known, matches));
  return { sentence, matches: matches.sort((a, b) => a.token.at - b.token.at), problems };
}

function matchValue(token: NumberToken, sentence: Sentence, known: NarrativeFacts): Match | Problem {
  const { facts } = known;
  const ranges = new Set(rangesIn(sentence.text, known).map(({ range }) => range));
  const isNamed = ({ range }: Fact) => Number(range !== undefined && ranges.has(range));
  const candidates = facts.filter((fact) => isValue(token, fact)).sort((a, b) => isNamed(b) - isNamed(a));
  if (candidates.length === 0) return unknownNumber(token, facts);
  let first: Problem | undefined;
  for (const fact of candidates) {
    const problem = misuse(token, sentence, fact);
    if (problem === null) return matched(token, sentence, fact, 'value');
    first ??= problem;
  }
  return first ?? unknownNumber(token, facts);
}

/** A change counts only beside its own figure: "rose 4.2% to $312,500". */
function matchChange(
  token: NumberToken,
  sentence: Sentence,
  known: NarrativeFacts,
  values: readonly Match[],
): Match | Problem {
  const own = clauseIndex(sentence.clauses, token.at);
  const beside = nearestMatches(values, own).find(({ fact }) => isChange(token, fact));
  if (beside) {
    const quoted = changesOf(beside.fact).filter((change) => isIn(token, change));
    const change = changeMeant(quoted, { sentence, at: token.at }, known);
    if (token.sign === 0 || token.sign === change?.sign) {
      return { ...matched(token, sentence, beside.fact, 'change'), ...(change ? { change } : {}) };
    }
    return { code: 'direction', message: `"${token.raw}" has the wrong sign.` };
  }
  const owner = known.facts.find((fact) => isChange(token, fact));
  return {
    code: 'measure',
    message: `"${token.raw}" is the change of ${owner?.label}: name that figure, ${owner?.text}, in the same clause.`,
  };
}

/** Of several changes the one whose baseline stands nearest to a place. */
export function changeMeant(
  changes: readonly Change[],
  { sentence, at }: { readonly sentence: Sentence; readonly at: number },
  known: NarrativeFacts,
): Change | undefined {
  const named = nearestBaseline(sentence.text, at);
  return changes.find(({ against }) => baselineMask(against, known) === named) ?? changes[0];
}

/** The figures of the own clause, or else of the nearest earlier one, or else of the nearest later one. */
export function nearestMatches(matches: readonly Match[], own: number): Match[] {
  const clauses = matches.map(({ clause }) => clause);
  const earlier = Math.max(...clauses.filter((clause) => clause <= own));
  const nearest = Number.isFinite(earlier) ? earlier : Math.min(...clauses);
  return matches.filter(({ clause }) => clause === nearest);
}

function matched(token: NumberToken, sentence: Sentence, fact: Fact, part: Match['part']): Match {
  return { token, fact, part, clause: clauseIndex(sentence.clauses, token.at) };
}

/** Why a number that is a fact's does not stand for that fact here; null where it does. */
function misuse(token: NumberToken, sentence: Sentence, fact: Fact): Problem | null {
  const rule = speechOf(fact);
  const contexts = contextsOf(sentence, token.at);
  const named = `"${token.raw}" is "${fact.label}"`;
  if (token.sign !== 0) return { code: 'number', message: `${named}: it has no sign.` };
  if (!namesPopulation(contexts, rule)) {
    const whose = rule.population === null ? '' : POPULATION_NAMES[rule.population];
    return { code: 'population', message: `${named}, of ${whose}: say so in the same clause, and of nothing else.` };
  }
  if (rule.never?.test(ledInto(sentence, token.at)) || !namesMeasure(contexts, rule)) {
    return { code: 'measure', message: `${named}: the words around it speak of another figure, or of none.` };
  }
  if (rule.of !== null && !rule.of.test(sentence.text)) {
    return { code: 'measure', message: `${named}: say that it is of those with a known original price.` };
  }
  return null;
}

function namesPopulation(contexts: readonly string[], { population, alone }: FigureSpeech): boolean {
  if (population === null) return true;
  const named = contexts.map(populationsIn).find(({ size }) => size > 0);
  if (named === undefined || !named.has(population)) return false;
  // Homes that are new on the market are for sale as well.
  const others = [...named].filter((other) => other !== population && !(population === 'new' && other === 'asking'));
  return !alone || others.length === 0;
}

function namesMeasure(contexts: readonly string[], { says, statistic }: FigureSpeech): boolean {
  if (says !== null && !says.test(contexts.find(saysSomeMeasure) ?? '')) return false;
  const named = contexts.map(statisticIn).find((found) => found !== null) ?? null;
  return statistic === 'mean' ? named !== 'median' : statistic === null || named === statistic;
}

function unknownNumber(token: NumberToken, facts: readonly Fact[]): Problem {
  const twin = facts.find((fact) => fact.value !== null && tokensOf(fact).value[0]?.number === token.number);
  if (twin === undefined) return { code: 'number', message: `"${token.raw}" is no figure of this report.` };
  return { code: 'unit', message: `"${token.raw}" is no figure of this report; "${twin.text}" is (${twin.label}).` };
}

const isValue = (token: NumberToken, fact: Fact): boolean =>
  fact.value !== null && tokensOf(fact).value.some((own) => isSame(token, own));

const isChange = (token: NumberToken, fact: Fact): boolean => tokensOf(fact).change.some((own) => isSame(token, own));

const isIn = (token: NumberToken, { text }: Change): boolean => numberTokens(text).some((own) => isSame(token, own));

const isSame = (a: NumberToken, b: NumberToken): boolean => a.number === b.number && a.unit === b.unit;

interface FactTokens {
  readonly value: readonly NumberToken[];
  readonly change: readonly NumberToken[];
}

// Each fact is compared with each number of a text; reading its texts anew each time took half of a check.
const tokensKnown = new WeakMap<Fact, FactTokens>();

function tokensOf(fact: Fact): FactTokens {
  const tokens = tokensKnown.get(fact) ?? {
    value: numberTokens(fact.text),
    change: changesOf(fact).flatMap(({ text }) => numberTokens(text)),
  };
  tokensKnown.set(fact, tokens);
  return tokens;
}
