import { Writable } from 'node:stream';
import { monotonicClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import { openPool } from '../../../src/db/pool.ts';
import { tick } from '../../../src/pipeline/tick.ts';
import type { TickSummary } from '../../../src/pipeline/tick-summary.ts';
import type { RunStep } from '../../../src/runs/worker.ts';
import { openPatientPool } from '../../support/patient-pool.ts';
import { NOW } from './seed.ts';

/** CONCURRENCY as it stands when nobody sets it. */
export const CONCURRENCY = 8;

const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

/** Lines are made as in production, and written nowhere. */
export const silentLog = () => createLog({ level: 'info', stream: silent, redact: (text) => text, readable: false });

/** A report that is made and delivered in no time: what is left is the scheduler's own cost. */
export const noOp: RunStep = async () => ({ kind: 'finished', status: 'completed' });

/** A whole tick as `reportctl tick` does it, connections included, with `step` in place of the report. */
export async function runNoOpTick(
  url: string,
  step: RunStep = noOp,
  { stop = new AbortController().signal, host = 'bench' }: { stop?: AbortSignal; host?: string } = {},
): Promise<TickSummary> {
  // Sixteen hosts that share two cores with their database take longer to connect than hosts of their own.
  const pool = openPatientPool(url, { max: CONCURRENCY + 4 });
  try {
    return await tick({
      pool,
      openHeartbeatPool: () => openPool(url, { max: 1 }),
      clock: monotonicClock(NOW),
      log: silentLog(),
      host,
      queue: 'default',
      concurrency: CONCURRENCY,
      accountConcurrency: 4,
      leaseMs: 120_000,
      maxAttempts: 3,
      budgetMs: 3_600_000,
      untilIdle: false,
      redispatchMs: 60_000,
      stop,
      graceMs: 20_000,
      prepare: async () => step,
      notify: async () => {},
      backfill: async () => {},
      random: Math.random,
      residentBytes: () => 0,
    });
  } finally {
    await pool.end();
  }
}
