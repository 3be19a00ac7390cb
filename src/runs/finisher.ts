import type { Log } from '../core/log.ts';
import { BEGIN_QUEUE, type Pool, transaction } from '../db/pool.ts';
import {
  type FinishedRow,
  finishRuns,
  pauseFailingSchedules,
  type RequeuedRow,
  requeueRuns,
} from './finish-queries.ts';
import { type ClaimedRun, countsToLimit, type RunOutcome } from './run.ts';

/** The third failure in a row pauses a schedule. */
const FAILURES_TO_PAUSE = 3;
/** So many schedules failing alike within the hour are an outage, not their own fault. */
const OUTAGE_SCHEDULES = 5;
const OUTAGE_WINDOW_MS = 3_600_000;

export interface Ended {
  run: ClaimedRun;
  outcome: RunOutcome;
  startedAt: Date;
  finishedAt: Date;
}

export interface WriteResult {
  /** Outcomes that are durable now; the others' runs were no longer ours and nothing was written. */
  written: Ended[];
  lost: Ended[];
  pausedSchedules: string[];
}

/** Writes the ends of runs, fenced by their tokens, and pauses schedules that failed three times in a row. */
export async function writeOutcomes(pool: Pool, ended: readonly Ended[], log: Log): Promise<WriteResult> {
  const finished = ended.flatMap((end) => (end.outcome.kind === 'finished' ? [finishedRow(end, end.outcome)] : []));
  const requeued = ended.flatMap((end) => (end.outcome.kind === 'requeued' ? [requeuedRow(end, end.outcome)] : []));
  const [ends, backs] = await Promise.all([
    finished.length > 0
      ? transaction(pool, (tx) => finishRuns(tx, finished, FAILURES_TO_PAUSE), BEGIN_QUEUE)
      : { ids: [], failing: [] },
    requeued.length > 0 ? requeueRuns(pool, requeued) : [],
  ]);
  const mine = new Set([...ends.ids, ...backs]);
  const pausedSchedules = await pauseFailing(pool, ends.failing, ended);
  const lost = ended.filter(({ run }) => !mine.has(run.id));
  for (const { run } of lost) log.warn({ runId: run.id }, 'lost the lease of this run, wrote nothing');
  return { written: ended.filter(({ run }) => mine.has(run.id)), lost, pausedSchedules };
}

async function pauseFailing(pool: Pool, scheduleIds: string[], ended: readonly Ended[]): Promise<string[]> {
  if (scheduleIds.length === 0) return [];
  const latest = Math.max(...ended.map(({ finishedAt }) => finishedAt.getTime()));
  return pauseFailingSchedules(pool, {
    scheduleIds,
    failures: FAILURES_TO_PAUSE,
    since: new Date(latest - OUTAGE_WINDOW_MS),
    outage: OUTAGE_SCHEDULES,
  });
}

function finishedRow(end: Ended, outcome: Extract<RunOutcome, { kind: 'finished' }>): FinishedRow {
  const counted = countsToLimit(outcome.status);
  const counter = counted ? 'reset' : outcome.status === 'failed' && outcome.scope === 'schedule' ? 'step' : 'keep';
  return {
    id: end.run.id,
    token: end.run.token,
    status: outcome.status,
    errorCode: outcome.errorCode ?? null,
    error: outcome.error ?? null,
    startedAt: end.startedAt,
    finishedAt: end.finishedAt,
    generation: counted ? 'completed' : 'released',
    counter,
  };
}

function requeuedRow(end: Ended, outcome: Extract<RunOutcome, { kind: 'requeued' }>): RequeuedRow {
  return {
    id: end.run.id,
    token: end.run.token,
    availableAt: outcome.availableAt,
    burnAttempt: outcome.burnAttempt,
    errorCode: outcome.errorCode,
    error: outcome.error,
  };
}
