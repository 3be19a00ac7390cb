import { insertNotices, type NewNotice } from '../accounts/notice-queries.ts';
import { errorCode } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { BEGIN_QUEUE, type Pool, type Queryable, transaction } from '../db/pool.ts';
import {
  type FinishedRow,
  finishRuns,
  type PausedSchedule,
  pauseFailingSchedules,
  type RequeuedRow,
  requeueRuns,
} from './finish-queries.ts';
import { type ClaimedRun, countsToLimit, type RunOutcome } from './run.ts';
import type { RunTrace } from './run-trace.ts';

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
  /** Of one that was worked on. */
  trace?: RunTrace;
}

export interface WriteResult {
  /** Outcomes that are durable now; the others' runs were no longer ours and nothing was written. */
  written: Ended[];
  lost: Ended[];
  pausedSchedules: string[];
}

/** PostgreSQL's serialization_failure and deadlock_detected: the statement was rolled back and may simply run again. */
const TRANSIENT = new Set(['40001', '40P01']);
const WRITE_ATTEMPTS = 5;

/**
 * Writes the ends of runs, fenced by their tokens, and pauses schedules that failed three times in a row. A deadlock
 * with an operator's pause costs another attempt, not the outcomes.
 */
export async function writeOutcomes(pool: Pool, ended: readonly Ended[], log: Log): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(pool, ended, log);
    } catch (error) {
      if (attempt === WRITE_ATTEMPTS || !TRANSIENT.has(errorCode(error) ?? '')) throw error;
    }
  }
}

async function writeOnce(pool: Pool, ended: readonly Ended[], log: Log): Promise<WriteResult> {
  const finished = ended.flatMap((end) => (end.outcome.kind === 'finished' ? [finishedRow(end, end.outcome)] : []));
  const requeued = ended.flatMap((end) => (end.outcome.kind === 'requeued' ? [requeuedRow(end, end.outcome)] : []));
  // One transaction for all: repeated whole after a deadlock, a run is not taken for lost because its half was written,
  // and no third failure is recorded without its pause.
  const { mine, pausedSchedules } = await transaction(
    pool,
    async (tx) => {
      const [ends, backs] = await Promise.all([
        finished.length > 0 ? finishRuns(tx, finished, FAILURES_TO_PAUSE) : { ids: [], failing: [] },
        requeued.length > 0 ? requeueRuns(tx, requeued) : [],
      ]);
      return { mine: new Set([...ends.ids, ...backs]), pausedSchedules: await pauseFailing(tx, ends.failing, ended) };
    },
    BEGIN_QUEUE,
  );
  const lost = ended.filter(({ run }) => !mine.has(run.id));
  for (const { run } of lost) log.warn({ runId: run.id }, 'lost the lease of this run, wrote nothing');
  return { written: ended.filter(({ run }) => mine.has(run.id)), lost, pausedSchedules };
}

/** The pause and the notice of it to the account's owner stand or fall together. */
async function pauseFailing(tx: Queryable, scheduleIds: string[], ended: readonly Ended[]): Promise<string[]> {
  if (scheduleIds.length === 0) return [];
  const latest = new Date(Math.max(...ended.map(({ finishedAt }) => finishedAt.getTime())));
  const paused = await pauseFailingSchedules(tx, {
    scheduleIds,
    failures: FAILURES_TO_PAUSE,
    since: new Date(latest.getTime() - OUTAGE_WINDOW_MS),
    outage: OUTAGE_SCHEDULES,
  });
  await insertNotices(
    tx,
    paused.map((schedule) => pauseNotice(schedule, latest)),
    latest,
  );
  return paused.map(({ id }) => id);
}

const pauseNotice = ({ id, account_id, error_code }: PausedSchedule, at: Date): NewNotice => ({
  kind: 'schedule_paused',
  accountId: account_id,
  scheduleId: id,
  period: at.toISOString(),
  errorCode: error_code,
});

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
