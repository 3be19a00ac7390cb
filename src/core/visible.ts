const ESCAPE = '\u001b';

/**
 * A text as one line may show it: names, reasons and answers come from people and other systems, and nothing of theirs
 * may steer the terminal or begin a line, but for our colours.
 */
export const visible = (text: string): string =>
  text.replace(/(\p{Cc})(\[\d{1,2}m)|[\p{Cc}\p{Cf}]/gu, (match, control?: string, colour = '') =>
    control === ESCAPE ? match : `\ufffd${colour}`,
  );
