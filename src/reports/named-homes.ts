import type { ChosenHomes } from '../insights/facts.ts';
import { AUDIENCES, type HomeNoun } from '../listings/filters/audiences.ts';
import { countOrNo } from './text.ts';

/** How a report speaks of its homes, and of where they are. */
export interface Named {
  readonly area: string;
  readonly homes: HomeNoun;
  /** What a subject begins with: "Houston", "Houston luxury homes", "Houston 3+ bedroom houses". */
  readonly place: string;
}

/** Without `homes`, the area's homes are all meant. */
export function nameHomes(area: string, homes: HomeNoun | null): Named {
  return { area, homes: homes ?? AUDIENCES.all.homes, place: homes === null ? area : `${area} ${shortNoun(homes)}` };
}

/** Those of a schedule’s own filters. */
export const SELECTED: ChosenHomes = { one: 'selected home', many: 'selected homes', partitive: true };

/** For a narrative. What names an audience stays out: "for families" is nothing that it may say (42 U.S.C. § 3604(c)). */
export const narratedHomes = ({ narrated = SELECTED }: HomeNoun): ChosenHomes => narrated;

/** For a subject or a title. */
export const shortNoun = ({ many, short = many }: HomeNoun): string => short;

/** For running text: "no luxury home", "1 luxury home", "24 luxury homes". */
export const countHomes = (count: string, { homes }: Pick<Named, 'homes'>): string =>
  countOrNo(count, homes.one, homes.many);

/** After the place of a subject: "24 homes", or "24" where the place has named them. */
export function countThere(count: string, { area, place }: Pick<Named, 'area' | 'place'>): string {
  if (place === area) return countOrNo(count, 'home');
  return count === '0' ? 'none' : count;
}
