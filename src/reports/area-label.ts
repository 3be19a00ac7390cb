import type { Area } from '../listings/area.ts';
import { cleanText, countNoun, joinWords } from './text.ts';

const NAMED = 3;

/** "Houston", "Houston and Katy", "Houston, Katy, 77002 and 4 more areas". */
export function areaLabel({ cities, postalCodes }: Area): string {
  const names = [...cities, ...postalCodes].map((name) => cleanText(name, 40)).filter(Boolean);
  const rest = names.length - NAMED;
  return joinWords(rest > 1 ? [...names.slice(0, NAMED), countNoun(rest, 'more area')] : names);
}
