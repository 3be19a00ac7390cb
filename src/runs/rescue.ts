import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import { endLostRun, type LostRun, lockLostRuns, requeueLostRun } from './rescue-queries.ts';
import { countsToLimit, type TerminalStatus } from './run.ts';

/** What a run's ledger says once its `sending` rows have become `unknown`. */
export interface LedgerState {
  /** Recipients that can still be sent to. */
  pending: number;
  /** The status that the rows add up to; null when nothing was ever opened. */
  status: TerminalStatus | null;
}

export interface RescueOptions {
  now: Date;
  maxAttempts: number;
  /** Marks what was being sent as `unknown` and adds each run's ledger up, in the same transaction. */
  settleLedger: (tx: Queryable, runIds: string[], now: Date) => Promise<Map<string, LedgerState>>;
}

export interface RescueResult {
  requeued: number;
  ended: TerminalStatus[];
}

/** Takes back runs whose lease ended, on whatever host their process died. */
export async function rescueLostRuns(pool: Pool, options: RescueOptions): Promise<RescueResult> {
  return transaction(pool, async (tx) => {
    const lost = await lockLostRuns(tx, options.now);
    const result: RescueResult = { requeued: 0, ended: [] };
    if (lost.length === 0) return result;
    const ledgers = await options.settleLedger(
      tx,
      lost.map(({ id }) => id),
      options.now,
    );
    for (const run of lost) {
      const end = lostRunEnd(run, ledgers.get(run.id), options.maxAttempts);
      if (end === 'requeue') {
        await requeueLostRun(tx, run, causeOf(run), (ledgers.get(run.id)?.status ?? null) !== null);
        result.requeued += 1;
      } else {
        const failed = end === 'failed' || end === 'partial';
        const cause = failed ? causeOf(run) : { code: null, error: null };
        await endLostRun(tx, run, { status: end, counted: countsToLimit(end), ...cause, now: options.now });
        result.ended.push(end);
      }
    }
    return result;
  });
}

/**
 * Requeue, or the terminal status. Whatever was already sent decides first: with nothing left to send the ledger's
 * status stands. A run of a finished qa session has nobody left to claim it.
 */
export function lostRunEnd(
  run: Pick<LostRun, 'attempt' | 'queue' | 'started_at'>,
  ledger: LedgerState | undefined,
  maxAttempts: number,
): 'requeue' | TerminalStatus {
  const begun = ledger !== undefined && ledger.status !== null;
  if (begun && ledger.pending === 0 && ledger.status) return ledger.status;
  const exhausted = run.started_at !== null && run.attempt >= maxAttempts;
  if (!exhausted && run.queue === 'default') return 'requeue';
  return begun && ledger.status ? ledger.status : 'failed';
}

function causeOf(run: LostRun): { code: string; error: string } {
  return run.started_at === null
    ? { code: 'never_started', error: 'The process that had claimed this run ended before it began.' }
    : { code: 'process_died', error: 'The process that worked on this run died or lost its database.' };
}
