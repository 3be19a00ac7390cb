import { ReportctlError } from '../core/errors.ts';
import type { Queryable } from '../db/pool.ts';
import { type ExplainedNarrative, explainNarrative } from '../reports/explain.ts';
import { readReportModel } from '../reports/model.ts';
import { findStoredModel } from './queries.ts';

/** The narrative of a run's report; null where it made none, has none, or another version of reportctl stored it. */
export async function findNarrative(db: Queryable, runId: string): Promise<ExplainedNarrative | null> {
  const stored = await findStoredModel(db, runId);
  if (stored === null) return null;
  try {
    return explainNarrative(readReportModel(stored));
  } catch (error) {
    if (error instanceof ReportctlError) return null;
    throw error;
  }
}
