import type { NarrativeFacts } from '../facts.ts';
import { HALF_WITHIN, speechOf } from './figure-speech.ts';
import type { MatchedSentence } from './figures.ts';
import { contextsOf } from './masked-text.ts';
import { type DenyList, findDenied, listed } from './phrases.ts';
import { populationsIn } from './populations.ts';
import type { Problem } from './problem.ts';

/** Numbers in words, and quantities that no fact carries. */
const SPELLED: DenyList = {
  code: 'quantity',
  advice: 'is a quantity in words; print the figure as the facts have it, or leave it out.',
  phrases: listed(`
    two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen,
    seventeen, eighteen, nineteen, twenty*, thirty*, forty*, fifty*, sixty*, seventy*, eighty*, ninety*, hundred*,
    thousand*, million*, billion*, dozen*, score, half, halves, third, thirds, quarter*, fifth, fifths, tenth,
    tenths, double*, doubling, triple*, quadruple*, twice, thrice, twofold, pair, percent, percentage of, one in,
    one of every, one out of, one sale, one home, one listing, one house, one property, one month, one day, one
    week, one year, a single, only one, just one, most homes, most sales, most sellers, most buyers, most
    listings, most of, majority, bulk of, many, few, several, numerous, countless, plenty, a handful, a lot, lots
    of, all homes, all sales, all sellers, all listings, all of the, every home, every sale, every seller, every
    listing, each home, hardly any, nearly all, almost all, the rest, outnumber*, dominat*
  `),
};

const NONE =
  /\b(?:no|zero|none of(?: the)?|not (?:a|any)|without (?:a|any))(?: [\p{L}'-]+){0,3}? (?:sales?|homes?|listings?|propert(?:y|ies)|houses?|closings?|contracts?|reductions?|cuts?)\b|\bnothing\b/giu;
const FIRST_DAY = /\b(?:first|same) day\b/i;
const REDUCED = /\breduc(?:ed|tions?|e|ing)\b|\bprice cuts?\b|\bcut (?:their|its|the)\b|\blowered\b/i;

/** Quantities other than numerals: in words, as "no …", or as "reduced" without a share. */
export function checkQuantities(matched: MatchedSentence, { facts }: NarrativeFacts): Problem[] {
  const { sentence, matches } = matched;
  const days = matches.some(({ fact, part }) => fact.key === 'daysOnMarket' && part === 'value');
  const problems = findDenied(days ? sentence.text.replace(HALF_WITHIN, ' ') : sentence.text, SPELLED);
  const zeros = facts.filter(({ value }) => value === 0);
  for (const { 0: phrase, index } of sentence.text.matchAll(NONE)) {
    const named = contextsOf(sentence, index)
      .map(populationsIn)
      .find(({ size }) => size > 0);
    const true_ = zeros.some((fact) => {
      const { population } = speechOf(fact);
      return named === undefined || population === null || named.has(population);
    });
    if (!true_) problems.push({ code: 'quantity', message: `"${phrase}" says zero, which no such fact is.` });
  }
  if (FIRST_DAY.test(sentence.text) && !zeros.some(({ key }) => key === 'daysOnMarket')) {
    problems.push({ code: 'quantity', message: 'The median days on market is not zero.' });
  }
  const cuts = matches.some(({ fact }) => fact.key === 'priceCuts') || zeros.some(({ key }) => key === 'priceCuts');
  if (REDUCED.test(sentence.text) && !cuts) {
    problems.push({ code: 'quantity', message: 'Price reductions need their share beside them.' });
  }
  return problems;
}
