import type { NarrativeFacts } from '../facts.ts';
import { changesOf } from '../told-changes.ts';
import { changeMeant, type Match, type MatchedSentence, nearestMatches } from './figures.ts';
import { baselineMask, namesBaseline, namesTheBaseline, nearestBaseline, type Sentence } from './masked-text.ts';
import { numberTokens } from './number-tokens.ts';
import type { Problem } from './problem.ts';

/** Words of movement and the sign that they state. */
const SIGNS: readonly (readonly [-1 | 0 | 1, RegExp])[] = [
  [
    1,
    /\b(?:r[io]se[sn]?|rising|increas\w+|climb\w*|gr[eo]w\w*|gain(?:s|ed|ing)?|up|upwards?|higher|more|added|longer|advanc\w+|swell\w*|swollen|expan[ds]\w*|lift\w*|rais\w+|widen\w*)\b/gi,
  ],
  [
    -1,
    /\b(?:f[ae]ll(?:s|en|ing)?|decreas\w+|declin\w+|dropp?\w*|dip\w*|slip\w*|shr[aiu]nk\w*|down|downwards?|lower|less|fewer|shorter|retreat\w*|s[aiu]nk\w*|contract(?:ed|ing|ions?)|collaps\w*|shed(?:s|ding)?|erod\w*|erosion|narrow\w*)\b/gi,
  ],
  [0, /\b(?:unchanged|flat|steady|stable|no change|unmoved)\b/gi],
];

/** Words that colour a movement, or whose sign depends on the figure: nobody can check them. */
const COLOURED =
  /\b(?:surg\w+|soar\w*|skyrocket\w*|plung\w*|plummet\w*|tumbl\w*|crash\w*|boom\w*|jump\w*|spik\w+|slump\w*|rebound\w*|recover\w*|faster|slower|quicker|tighter|looser|hotter|cooler|stronger|weaker|better|worse|improv\w+|worsen\w*|accelerat\w+|slow(?:ed|ing)|eas(?:ed|ing)|heat\w+|cool(?:ed|ing)|tighten\w*|loosen\w*|soften\w*|weaken\w*|strengthen\w*|edged|inched|doubled|tripled|halved|outpac\w+|(?:a|an|at|new|sets?|hit) record|record[- ](?:prices?|sales?|levels?|numbers?|highs?|lows?|pace|supply|inventory|setting|breaking))\b/gi;

/** Each word of movement must belong to a figure whose change has that sign, with its baseline named beside it. */
export function checkDirections(matched: MatchedSentence, facts: NarrativeFacts): Problem[] {
  const { sentence, matches } = matched;
  const problems: Problem[] = [];
  for (const [clause, { text }] of sentence.clauses.entries()) {
    for (const [sign, words] of SIGNS) {
      for (const [word] of text.matchAll(words)) {
        const beside = nearestMatches(matches, clause);
        const problem = misdirected({ word, sign, clause }, beside, matched, facts);
        if (problem) problems.push(problem);
      }
    }
  }
  for (const [word] of sentence.text.matchAll(COLOURED)) {
    problems.push({ code: 'direction', message: `"${word}" colours the figures: say rose, fell or was unchanged.` });
  }
  return [...problems, ...undirected(matched, facts), ...oneSided(matched, facts), ...baselinesAlone(sentence)];
}

interface Movement {
  readonly word: string;
  readonly sign: -1 | 0 | 1;
  readonly clause: number;
}

function misdirected(
  { word, sign, clause }: Movement,
  beside: readonly Match[],
  { sentence }: MatchedSentence,
  facts: NarrativeFacts,
): Problem | null {
  const { start: at = 0, text = '' } = sentence.clauses[clause] ?? {};
  // A clause that quotes a change speaks of that; one with a baseline of its own, of the change against it.
  const quoted = beside.filter((match) => match.change && (match.clause === clause || !namesBaseline(text)));
  const subjects =
    quoted.length > 0
      ? quoted.flatMap(({ change }) => change ?? [])
      : beside.flatMap(({ fact }) => changeMeant(changesOf(fact), { sentence, at }, facts) ?? []);
  if (subjects.length === 0) return { code: 'direction', message: `"${word}" states a movement that no fact shows.` };
  const wrong = subjects.find((change) => change.sign !== sign);
  if (wrong) return { code: 'direction', message: `"${word}" contradicts the change of ${wrong.text}.` };
  const unnamed = subjects.find((change) => !namesTheBaseline(sentence.text, change.against, facts));
  if (unnamed) return { code: 'direction', message: `"${word}" needs its baseline: ${unnamed.against}.` };
  return null;
}

/** A change says nothing that could be right without its direction and its baseline. */
function undirected({ sentence, matches }: MatchedSentence, facts: NarrativeFacts): Problem[] {
  const problems: Problem[] = [];
  for (const { change, token, clause } of matches) {
    if (change === undefined) continue;
    const text = sentence.clauses[clause]?.text ?? '';
    if (token.sign === 0 && !SIGNS.some(([, words]) => text.search(words) >= 0)) {
      problems.push({ code: 'direction', message: `"${token.raw}" is a change: say whether it rose or fell.` });
    } else if (nearestBaseline(sentence.text, token.at) !== baselineMask(change.against, facts)) {
      problems.push({ code: 'direction', message: `"${token.raw}" needs its baseline beside it: ${change.against}.` });
    }
  }
  return problems;
}

/** Where two windows show two directions, either alone would mislead. */
function oneSided({ sentence, matches }: MatchedSentence, facts: NarrativeFacts): Problem[] {
  const told = matches.filter(({ change, fact }) => change !== undefined && fact.contrary !== undefined);
  const missing = told.flatMap(({ fact }) =>
    changesOf(fact).filter(({ against }) => !namesTheBaseline(sentence.text, against, facts)),
  );
  return missing.map(({ text, against }) => ({
    code: 'direction',
    message: `Tell both changes in one sentence: ${text} against ${against} has another direction.`,
  }));
}

/**
 * Whoever names a baseline tells of a movement, in whatever words: one whose sign is known must stand with it, or in the
 * clause beside it ("4.2% higher than in …"), where that has no baseline of its own.
 */
function baselinesAlone({ clauses }: Sentence): Problem[] {
  const told = clauses.map(({ text }) => ({ text, moved: movesSomewhere(text), based: namesBaseline(text) }));
  const lends = (i: number) => told[i]?.moved === true && !told[i].based;
  const alone = told.filter(({ moved, based }, i) => based && !moved && !lends(i - 1) && !lends(i + 1));
  return alone.map(() => ({ code: 'direction', message: 'A baseline needs rose, fell or was unchanged beside it.' }));
}

const movesSomewhere = (text: string): boolean =>
  SIGNS.some(([, words]) => text.search(words) >= 0) || numberTokens(text).some(({ sign }) => sign !== 0);
