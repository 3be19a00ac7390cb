import type { WriteResult } from '../runs/finisher.ts';
import type { TerminalStatus } from '../runs/run.ts';

/** What one tick did; printed by `tick --json`. */
export interface TickSummary {
  dispatched: number;
  claimed: number;
  completed: number;
  partial: number;
  failed: number;
  /** Runs that ended without a report, by status. */
  skipped: Partial<Record<TerminalStatus, number>>;
  retried: number;
  rescued: number;
  paused: number;
  durationMs: number;
}

export const emptySummary = (): TickSummary => ({
  dispatched: 0,
  claimed: 0,
  completed: 0,
  partial: 0,
  failed: 0,
  skipped: {},
  retried: 0,
  rescued: 0,
  paused: 0,
  durationMs: 0,
});

/** Adds one terminal status to the summary. */
export function countStatus(summary: TickSummary, status: TerminalStatus, count = 1): void {
  if (status === 'completed' || status === 'partial' || status === 'failed') summary[status] += count;
  else if (count > 0) summary.skipped[status] = (summary.skipped[status] ?? 0) + count;
}

/** Adds what became durable. */
export function countWritten(summary: TickSummary, result: WriteResult): void {
  for (const { outcome } of result.written) {
    if (outcome.kind === 'requeued') summary.retried += 1;
    else countStatus(summary, outcome.status);
  }
  summary.paused += result.pausedSchedules.length;
}
