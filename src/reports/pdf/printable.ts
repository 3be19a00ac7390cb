import type { Coverage } from '../font-coverage.ts';

/** Stands for a letter that our font does not have. */
const SUBSTITUTE = '□';
/** PDF/UA refuses control characters whatever the font says. */
const FORBIDDEN = /(?!\n)\p{Cc}/u;
/** Nothing is lost without them: marks, joiners, emoji. */
const DROPPED =
  /[\p{Default_Ignorable_Code_Point}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u;

/**
 * The text in characters that the PDF's font has. PDF/UA forbids any other, and the typesetter then makes no PDF at
 * all: one emoji in an office's name would fail the run. System fonts would do on one host and not on the next.
 */
export function printable(text: string, covers: Coverage): string {
  const signs = Array.from(text, (character) => {
    if (FORBIDDEN.test(character)) return ' ';
    if (covers(character.codePointAt(0) ?? 0)) return character;
    return DROPPED.test(character) ? '' : SUBSTITUTE;
  }).join('');
  // A heading without a text is forbidden as well: a city of one emoji would have one.
  return signs.trim() === '' && text.trim() !== '' ? SUBSTITUTE : signs;
}
