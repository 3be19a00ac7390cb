import { bandFacts } from '../insights/band-facts.ts';
import type { NarrativeFacts } from '../insights/facts.ts';
import { toldChanges } from '../insights/told-changes.ts';
import type { ReportContent } from './model.ts';

/** What a narrator may know of a report: its figures as printed, and nothing of single listings, brands or readers. */
export function factsOf({ area, periodInWords, homesInWords, figures, bands = [] }: ReportContent): NarrativeFacts {
  const facts = figures.map(({ key, label, value, text, n, population, smallSample, over, changes }) => ({
    ...{ key, label, value, text, n, population, smallSample },
    ...(over === undefined ? {} : { over }),
    ...toldChanges(n, changes),
  }));
  return {
    area,
    period: periodInWords,
    ...(homesInWords ? { homes: homesInWords } : {}),
    facts: [...facts, ...bandFacts(bands)],
  };
}
