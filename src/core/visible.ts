const ESCAPE = '\u001b';
/** Words in one of our colours: chalk's dim, red, green and yellow, each taken back at their end. */
const COLOURED = `${ESCAPE}\\[(?:2|31|32|33)m[^${ESCAPE}]*${ESCAPE}\\[(?:22|39)m`;
const STEERING = /[\p{Cc}\p{Cf}]/gu;
const COLOURED_OR_STEERING = new RegExp(`(${COLOURED})|${STEERING.source}`, 'gu');

/**
 * A text as one line may show it: names, reasons and answers come from people and other systems, and nothing of theirs
 * may steer the terminal or begin a line. Colours stay where they end: one that goes on would colour, or hide, all that
 * follows.
 */
export const visible = (text: string): string =>
  text.replace(COLOURED_OR_STEERING, (_, coloured?: string) =>
    coloured === undefined ? '\ufffd' : coloured.replace(STEERING, (sign) => (sign === ESCAPE ? sign : '\ufffd')),
  );

/** A JSON text that is the same JSON, with what could steer a terminal spelled out; JSON itself does so up to U+001F. */
export const visibleJson = (json: string): string =>
  json.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
