import { type Band, bandFacts } from './band-facts.ts';
import type { ChosenHomes, Fact, NarrativeFacts } from './facts.ts';
import { type ShownChange, toldChanges } from './told-changes.ts';

/** A report, as far as a narrative may know of it. */
export interface ToldReport {
  readonly area: string;
  readonly periodInWords: string;
  readonly homesInWords?: ChosenHomes | null | undefined;
  readonly figures: readonly ToldFigure[];
  readonly bands?: readonly Band[] | undefined;
}

interface ToldFigure extends Omit<Fact, 'range' | 'change' | 'contrary'> {
  readonly changes?: readonly ShownChange[] | undefined;
}

/** What a narrator may know of a report: its figures as printed, and nothing of single listings, brands or readers. */
export function factsOfReport({ area, periodInWords, homesInWords, figures, bands = [] }: ToldReport): NarrativeFacts {
  const facts = figures.map(({ key, label, value, text, n, population, smallSample, over, changes = [] }) => ({
    ...{ key, label, value, text, n, population, smallSample },
    ...(over === undefined ? {} : { over }),
    // A report shows several comparisons; its narrative may quote those that it is to tell.
    ...toldChanges(n, changes),
  }));
  return {
    area,
    period: periodInWords,
    ...(homesInWords ? { homes: homesInWords } : {}),
    facts: [...facts, ...bandFacts(bands)],
  };
}
