import { checkNarrative } from '../insights/check/check-narrative.ts';
import type { QuotedFigure } from '../insights/check/problem.ts';
import { factsOfReport } from '../insights/facts-of-report.ts';
import type { ReportModel } from './model.ts';

export interface ExplainedFigure extends QuotedFigure {
  /** What it was taken from: "closed sales, May 2 – May 31, 2025 (n = 45)". */
  readonly source: string;
}

export type ExplainedNarrative = NonNullable<ReportModel['narrative']> & {
  /** In the order of the text. */
  readonly figures: readonly ExplainedFigure[];
};

/** The narrative with the fact behind each of its figures; null for a report without one. */
export function explainNarrative(model: ReportModel): ExplainedNarrative | null {
  const { narrative } = model;
  if (narrative === null) return null;
  const { figures } = checkNarrative(narrative.text, factsOfReport(model));
  return { ...narrative, figures: figures.map((quoted) => ({ ...quoted, source: sourceOf(quoted, model) })) };
}

/** A figure of the page has its basis; one that the narrative alone has, what it was taken from. */
function sourceOf({ key, against, population, n }: QuotedFigure, { figures }: ReportModel): string {
  const basis = figures.find((candidate) => candidate.key === key)?.basis ?? `${population} (n\u00a0=\u00a0${n})`;
  return against === undefined ? basis : `${basis}, against ${against}`;
}
