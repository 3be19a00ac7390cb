import { countWords, WORDS } from '../words.ts';
import type { Problem } from './problem.ts';

const MARKUP = /[<>`{}[\]|\\^_*#]|&(?:#?\w+);|\n\s*\n|^\s*(?:[-•–]|\d+[.)])\s/mu;
const LINK =
  /\b(?:https?|ftp|mailto|javascript|data):|\bwww\.|\b[\w-]+\.(?:com|org|net|io|co|us|info|biz|gov|edu|ai|app|dev|ly|me|xyz|ru|cn)\b|@/iu;
/** Letters of other scripts that look like ours, and invisible characters. */
const FOREIGN = /(?!\p{Script=Latin})\p{L}|\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Extended_Pictographic}/u;
/** Looked for before normalisation, which turns them into ours. */
const FOREIGN_DIGIT = /(?![0-9])\p{N}/u;
const COMPLETE = /[.!?]["'”’)]?$/;

/** What can be said of a text without its facts. `text` is as it would be published, `masked` has the names replaced. */
export function checkForm(text: string, masked: string): Problem[] {
  const problems: Problem[] = [];
  const add = (code: Problem['code'], message: string) => problems.push({ code, message });
  const words = countWords(text);
  if (words < WORDS.min || words > WORDS.max) {
    add('length', `The text has ${words} words; ${WORDS.min} to ${WORDS.max} are wanted.`);
  }
  if (!COMPLETE.test(masked) || /…|\.\.\./.test(masked)) add('cut_off', 'The text does not end with a whole sentence.');
  if (unbalanced(masked)) add('cut_off', 'A bracket or a quotation mark is left open.');
  if (MARKUP.test(text.replace(/[ \t]+/g, ' ')))
    add('markup', 'The text is not one plain paragraph: markup, a list or several paragraphs.');
  if (LINK.test(masked)) add('link', 'The text holds a link or an address.');
  if (FOREIGN.test(masked) || FOREIGN_DIGIT.test(text))
    add('characters', 'The text holds characters other than Latin letters and plain digits.');
  return problems;
}

function unbalanced(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return count('(') !== count(')') || count('“') !== count('”') || count('"') % 2 === 1;
}
