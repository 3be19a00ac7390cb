import type { NarrativeFacts } from '../insights/facts.ts';
import type { ReportContent } from './model.ts';

/** What a narrator may know of a report: its figures as printed, and nothing of single listings, brands or readers. */
export function factsOf({ areaInWords: area, periodInWords, figures }: ReportContent): NarrativeFacts {
  const facts = figures.map(({ key, label, value, text, n, population, smallSample, changes: [change] }) => {
    return { key, label, value, text, n, population, smallSample, ...(change ? { change } : {}) };
  });
  return { area, period: periodInWords, facts };
}
