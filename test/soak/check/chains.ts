import type { RunEvidence } from '../evidence.ts';

/** The first run of a report, for it and for its retries by hand. */
export const rootOf = ({ id, retryOf }: Pick<RunEvidence, 'id' | 'retryOf'>): string => retryOf ?? id;
