import type { Change, Fact } from '../facts.ts';
import { changesOf } from '../told-changes.ts';

/** What a rise and a fall of one kind of figure are called. */
export type Direction = readonly [up: string, down: string];
export const MONEY: Direction = ['more', 'less'];
export const COUNT: Direction = ['more', 'fewer'];
export const TIME: Direction = ['longer', 'shorter'];
export const LEVEL: Direction = ['higher', 'lower'];

/**
 * "4.2% more than in the same days last year", "unchanged from the previous 30 days", and both windows where they
 * disagree; null where nothing is known to have moved.
 */
export function movement(fact: Fact, direction: Direction): string | null {
  const [told, contrary] = changesOf(fact);
  if (told === undefined) return null;
  if (contrary === undefined) return moved(told, direction);
  const joint = told.sign * contrary.sign < 0 ? ', but ' : ' and ';
  return moved(told, direction) + joint + moved(contrary, direction);
}

/** The same to follow its figure after a comma; nothing where nothing is known. */
export function aside(fact: Fact, direction: Direction): string {
  const told = movement(fact, direction);
  return told === null ? '' : `, ${told}`;
}

function moved({ text, sign, against }: Change, direction: Direction): string {
  // "40 homes sold, unchanged from": it is not the homes that did not change.
  if (sign === 0) return direction === COUNT ? `a number unchanged from ${against}` : `unchanged from ${against}`;
  const [up, down] = direction;
  return `${text.replace(/^[+−-]/, '')} ${sign > 0 ? up : down} than in ${against}`;
}
