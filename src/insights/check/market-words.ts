import type { NarrativeFacts } from '../facts.ts';
import { type Supply, supplyOf } from '../market-state.ts';
import type { Sentence } from './masked-text.ts';
import type { Problem } from './problem.ts';

/** Words that say whose market it is: true or false by the months of supply, and not to be said without them. */
const WORDS: Readonly<Record<Supply, RegExp>> = {
  sellers:
    /\bseller'?s'? market|\bfavou?r(?:s|ed|ing)? sellers|\bsellers (?:hold|have|had|held)\b|\b(?:hot|brisk|tight|scarce|fast|quick|rapid)\b/gi,
  balanced: /\bbalanced?\b|\bequilibrium\b|\beven(?:ly)? matched\b/gi,
  buyers:
    /\bbuyer'?s'? market|\bfavou?r(?:s|ed|ing)? buyers|\bbuyers (?:hold|have|had|held)\b|\b(?:slow|sluggish|soft|ample|plentiful|abundant|cold|quiet|glut)\b/gi,
};

const ABOVE = /\b(?:above|over|exceed\w*) (?:the |their |its )?(?:last |final )?(?:asking|list)/i;
const BELOW = /\b(?:below|under) (?:the |their |its )?(?:last |final )?(?:asking|list)/i;

export function checkMarketWords(sentence: Sentence, facts: NarrativeFacts): Problem[] {
  const problems: Problem[] = [];
  const supply = supplyOf(facts);
  for (const [state, words] of Object.entries(WORDS)) {
    if (state === supply) continue;
    for (const [word] of sentence.text.matchAll(words)) {
      problems.push({ code: 'market_state', message: `"${word}" is not what the months of supply say.` });
    }
  }
  return [...problems, ...checkNegotiation(sentence, facts)];
}

/** "Above asking" without a figure is a claim about the mean sale-to-list ratio. */
function checkNegotiation({ clauses }: Sentence, { facts }: NarrativeFacts): Problem[] {
  const ratio = facts.find(({ key }) => key === 'saleToList')?.value ?? null;
  const problems: Problem[] = [];
  for (const { text } of clauses) {
    if (ABOVE.test(text) && !/\d|\b(?:none|no)\b/i.test(text) && !(ratio !== null && ratio > 1)) {
      problems.push({ code: 'market_state', message: 'The facts do not say that homes sold above asking.' });
    }
    if (BELOW.test(text) && !(ratio !== null && ratio < 1)) {
      problems.push({ code: 'market_state', message: 'The facts do not say that homes sold below asking.' });
    }
  }
  return problems;
}
