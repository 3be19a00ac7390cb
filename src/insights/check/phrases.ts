import type { Problem, ProblemCode } from './problem.ts';

/** Phrases that must not appear, as data: lower case, `*` for the rest of a word, a space for spaces or hyphens. */
export interface DenyList {
  readonly code: ProblemCode;
  /** What the writer is told, after the phrase itself. */
  readonly advice: string;
  readonly phrases: readonly string[];
  /** Phrases that contain a denied one and are harmless. */
  readonly except?: readonly string[];
}

/** Phrases written as a text, parted by commas. */
export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((phrase) => phrase.replace(/\s+/g, ' ').trim())
    .filter(Boolean);

interface Patterns {
  readonly denied: RegExp;
  readonly except: RegExp | null;
}

const compiled = new WeakMap<DenyList, Patterns>();

/** One problem for each distinct denied phrase of a text (apostrophes already straight). */
export function findDenied(text: string, list: DenyList): Problem[] {
  const { denied, except } = patternsOf(list);
  const lower = text.toLowerCase();
  // Looked for first, as most texts hold none: the exceptions took a sixth of a whole check.
  if (lower.search(denied) < 0) return [];
  const rest = except === null ? lower : lower.replace(except, ' ');
  const found = new Set(Array.from(rest.matchAll(denied), ([phrase]) => phrase));
  return [...found].map((phrase) => ({ code: list.code, message: `"${phrase}" ${list.advice}` }));
}

function patternsOf(list: DenyList): Patterns {
  const patterns = compiled.get(list) ?? {
    denied: compile(list.phrases),
    except: list.except ? compile(list.except) : null,
  };
  compiled.set(list, patterns);
  return patterns;
}

function compile(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) =>
    phrase
      .replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
      .replaceAll('*', "[\\p{L}']*")
      .replaceAll(' ', '[\\s-]+'),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}
