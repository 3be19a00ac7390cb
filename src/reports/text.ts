import { formatNumber } from './number.ts';

/** Stands wherever a value is not known. Never 0, N/A or nothing at all (M3). */
export const DASH = '–';

/** Controls, lone surrogates, line and paragraph separators, and the bidi overrides that turn a line around. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/**
 * Foreign text made fit for one line of a page or a header: no line breaks (D13), at most `max` characters, so that
 * no field of a feed can push a message over its size (D11).
 */
export function cleanText(text: string, max: number): string {
  const line = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/** The text, or a dash where there is none. */
export function textOrDash(text: string | null, max: number): string {
  return cleanText(text ?? '', max) || DASH;
}

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function capitalised(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`;
}

export function uncapitalised(phrase: string): string {
  return `${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}`;
}

/** A basis or a like phrase as a caption: "Closed sales, May 3 – Jun 1, 2025." */
export function sentence(phrase: string): string {
  return `${capitalised(phrase)}.`;
}

/** Kept on one line where it wraps: a number does not leave its unit behind. */
export function unbroken(phrase: string): string {
  return phrase.replaceAll(' ', '\u00a0');
}

/** For running text and subjects: "no home", "1 home", "1,200 homes". */
export function countOrNo(count: string, one: string, many: string = `${one}s`): string {
  if (count === '0') return `no ${one}`;
  return `${count} ${count === '1' ? one : many}`;
}

export function countNoun(count: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(count, { most: 3 })} ${count === 1 ? one : many}`;
}
