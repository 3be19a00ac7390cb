import { IANAZone } from 'luxon';

const known = new Map<string, boolean>();

/**
 * True for the name of a zone that Intl resolves. Offsets such as "UTC+3" or "+03:00" are not names: Node 22 would
 * resolve them, and freeze a report's hour at one side of daylight saving.
 */
export function isZone(name: string): boolean {
  const answer = known.get(name) ?? (!isOffset(name) && IANAZone.isValidZone(name));
  known.set(name, answer);
  return answer;
}

/** True for an offset from UTC written where a zone's name is wanted. */
export const isOffset = (name: string): boolean => /^(UTC|GMT)?[+\-\u2212]\d/i.test(name) && !/^GMT[+-]0$/i.test(name);
