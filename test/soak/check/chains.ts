import type { AgainEvidence, RunEvidence } from '../evidence.ts';

/** The first run of a report, for it and for its retries by hand. */
export const rootOf = ({ id, retryOf }: Pick<RunEvidence, 'id' | 'retryOf'>): string => retryOf ?? id;

/** Milliseconds that are rounded are seconds of business time. */
const ROUNDING_MS = 60_000;

/** What an operator asked for when this run was queued; operators do one thing at a time. */
export const askedAs = (run: RunEvidence, again: readonly AgainEvidence[]): AgainEvidence | undefined =>
  again.find(
    ({ of, from, to }) =>
      of === run.retryOf && run.createdAt >= from - ROUNDING_MS && run.createdAt <= to + ROUNDING_MS,
  );

export const isResend = (run: RunEvidence, again: readonly AgainEvidence[]): boolean =>
  askedAs(run, again)?.kind === 'resend';
