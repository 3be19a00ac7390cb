/**
 * The values of a setting that holds several, a comma or a line break between two. Blanks do not separate: a secret may
 * be a phrase.
 */
export const partsOf = (setting: string): string[] =>
  setting
    .split(/[,\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
