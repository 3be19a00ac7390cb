/** Control, format, line and paragraph separator characters: whatever could end a header line, or disguise one. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ENDING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const DISGUISING = /\p{Cf}+/gu;

/** True for a text that may stand in a header line as it is: names are written there, of people and of schedules. */
export const isOneLine = (text: string): boolean => !UNFIT.test(text);

/** Of any text what may stand in a header line. */
export const toOneLine = (text: string): string =>
  text.replace(ENDING, ' ').replace(DISGUISING, '').replace(/ {2,}/g, ' ').trim();
