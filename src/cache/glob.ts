/**
 * Whether all of `text` matches `pattern`: `*` is any run of characters, `?` is one, all else is itself. One matcher
 * for every backend, since Redis' patterns and SQL's LIKE disagree. It backtracks to the last star only, so its time
 * is at most the product of both lengths; a regular expression made from `*a*a*a*b` takes exponential time.
 */
export function globMatches(pattern: string, text: string): boolean {
  const symbols = [...pattern];
  const characters = [...text];
  let p = 0;
  let t = 0;
  let star = -1;
  let resumeAt = 0;
  while (t < characters.length) {
    if (symbols[p] === '*') {
      star = p++;
      resumeAt = t;
    } else if (symbols[p] === '?' || symbols[p] === characters[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (symbols[p] === '*') p++;
  return p === symbols.length;
}

/** The text before the first wildcard: what a backend can narrow its search by. */
export const literalPrefix = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0] ?? '';
