import type { AudienceResult } from '../listings/filters/apply-audience.ts';
import { AUDIENCES, type Audience, type HomeNoun, isAudience } from '../listings/filters/audiences.ts';
import type { PriceStrategy } from '../listings/filters/filters.ts';
import type { Limits } from '../listings/filters/match.ts';
import { boundOf, describeCriteria } from './criteria.ts';
import type { ReportSelection } from './definition.ts';
import { SELECTED } from './named-homes.ts';
import { capitalised, countNoun } from './text.ts';

interface Words {
  readonly homes: HomeNoun;
  /** What is counted to tell whether a page holds enough: "new listing", which says less than "home". */
  readonly counted: HomeNoun;
}

export const presetOf = (audience: string): Audience => (isAudience(audience) ? AUDIENCES[audience] : AUDIENCES.all);

/** What the chosen homes are called; under a widened limit by its price: a home at the median is no luxury home. */
export function nounFor({ audience }: ReportSelection, { homes, limits, widened }: AudienceResult): HomeNoun {
  if (audience === 'all') return SELECTED;
  const [price, limit] = [presetOf(audience).price, limits.at(-1)];
  if (widened === null || price === undefined || limit === undefined) return homes;
  const { one, many, narrated } = price.homes;
  const bound = boundOf(limit.direction, limit.price);
  // In short not by its price: "homes at $430,000 or more" are not the single-family ones alone.
  return { one: `${one} at ${bound}`, many: `${many} at ${bound}`, short: `${price.range}, widened`, narrated };
}

/** What the homes are that were chosen, beyond what they are called, and how far that had to give way. */
export function selectionNotices(settled: AudienceResult, selection: ReportSelection, words: Words): string[] {
  const criteria = describeCriteria(untold(selection), limitsOf(settled, selection));
  // The name of homes under a widened limit tells some of it already.
  const subject = settled.widened === null ? capitalised(words.homes.many) : 'Such homes';
  const line = criteria.length === 0 ? [] : [`${subject}: ${criteria.join(', ')}.`];
  return [...line, ...widenedLine(settled, selection, words.counted)];
}

/** The conditions that the noun does not tell: "Condominiums: listed as condominium" says nothing. */
function untold({ audience, filters }: ReportSelection): Limits[] {
  const preset = presetOf(audience);
  const told = new Set<string>(preset.told);
  const { price: _, ...own } = filters;
  return [Object.fromEntries(Object.entries(preset.filters).filter(([name]) => !told.has(name))), own];
}

/** In dollars, or as the shares that they are while no median is known: what "luxury" means is never left out. */
function limitsOf({ limits, unresolved }: AudienceResult, { audience, filters }: ReportSelection) {
  if (unresolved === null) return limits;
  const { price } = presetOf(audience);
  const preset: PriceStrategy[] = price ? [{ ...price, percent: price.percents[0] }] : [];
  return [...(filters.price ? [filters.price] : []), ...preset];
}

function widenedLine({ widened, listings }: AudienceResult, { audience }: ReportSelection, { one, many }: HomeNoun) {
  if (widened === null) return [];
  const { fromPercent, toPercent, fewest } = widened;
  const moved = presetOf(audience).price?.direction === 'at_least' ? 'lowered' : 'raised';
  const steps = `${moved} from ${fromPercent}% to ${toPercent}% of the median`;
  const count = listings.length;
  if (count >= fewest) return [`The price limit was ${steps}, because fewer than ${fewest} ${many} met it.`];
  const qualify =
    count === 0
      ? `No ${one} qualifies`
      : `Only ${countNoun(count, one, many)} ${count === 1 ? 'qualifies' : 'qualify'}`;
  return [`${qualify}, even with the price limit ${steps}.`];
}
