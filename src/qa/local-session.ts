import { setTimeout as sleep } from 'node:timers/promises';
import { addAccount } from '../accounts/add.ts';
import { deleteAccount } from '../accounts/queries.ts';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Pool } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import { cancelQueue, listQueueRuns, type RunRow } from '../runs/run-queries.ts';
import { addSchedule } from '../scheduling/add.ts';
import { deleteQueue, makeDueAt } from '../scheduling/queries.ts';
import { deliveryFault } from './check-delivery.ts';
import type { QaConfiguration } from './configuration.ts';
import { listQueueDeliveries } from './queries.ts';

export interface QaOptions {
  configurations: readonly QaConfiguration[];
  city: string;
  timezone: string;
  recipient: Recipient;
  timeoutMs: number;
  keepSchedules: boolean;
}

export interface QaDeps {
  pool: Pool;
  clock: Clock;
  stop: AbortSignal;
  /** Dispatches and works off this session's queue alone; tells of files that the outbox wrote. */
  tick: (queue: string, onFiles: (files: readonly string[]) => void, stop: AbortSignal) => Promise<TickSummary>;
}

export interface QaResult {
  name: string;
  scheduleId: string;
  runId: string | null;
  status: string;
  delivered: boolean;
  /** Why it does not count as delivered. */
  fault: string | null;
  subject: string | null;
  files: string[];
}

/** How often a run that waits for its retry is looked at again. */
const POLL_MS = 1_000;
/** A session that was killed leaves schedules behind; after this time nothing would dispatch them. */
const EXPIRY_MS = 3_600_000;

/**
 * Tries the whole path for each configuration: temporary due schedules under an internal unlimited account, the same
 * tick as customers', then the ledger and the produced messages. Cleans up whatever happens; the runs stay as history.
 */
export async function runLocalSession(options: QaOptions, deps: QaDeps): Promise<QaResult[]> {
  const { pool, clock } = deps;
  const queue = `qa:${newId()}`;
  const accountId = await addQaAccount(pool, options.timezone, clock.now());
  const files: string[] = [];
  try {
    const schedules = await addQaSchedules(pool, { ...options, queue, accountId }, clock.now());
    await tickUntilTerminal(queue, options.timeoutMs, deps, (written) => files.push(...written));
    return await collectResults(pool, queue, schedules, files);
  } finally {
    await cancelQueue(pool, queue, clock.now());
    if (!options.keepSchedules) {
      await deleteQueue(pool, queue);
      await deleteAccount(pool, accountId);
    }
  }
}

async function addQaAccount(pool: Pool, timezone: string, now: Date): Promise<string> {
  const account = await addAccount(
    pool,
    {
      name: 'Quality check',
      ownerEmail: null,
      emailVerified: true,
      planSlug: 'unlimited',
      timezone,
      postalAddress: null,
      brandName: null,
      brandColor: null,
      replyTo: null,
      internal: true,
    },
    now,
  );
  return account.id;
}

type NewSession = QaOptions & { queue: string; accountId: string };

async function addQaSchedules(pool: Pool, session: NewSession, now: Date): Promise<{ id: string; name: string }[]> {
  const schedules: { id: string; name: string }[] = [];
  for (const { name, reportType, audience, lookbackDays } of session.configurations) {
    const { id } = await addSchedule(
      pool,
      {
        accountId: session.accountId,
        queue: session.queue,
        name: `qa ${name}`,
        reportType,
        audience,
        cities: [session.city],
        postalCodes: [],
        lookbackDays,
        attachPdf: false,
        rule: {
          cadence: 'daily',
          sendTime: '00:00',
          weeklyDow: null,
          monthlyDom: null,
          anchorDate: null,
          timezone: session.timezone,
        },
        catchUp: 'once',
        onEmpty: 'send',
        recipients: [session.recipient],
        expiresAt: new Date(now.getTime() + EXPIRY_MS),
      },
      now,
    );
    schedules.push({ id, name });
  }
  await makeDueAt(pool, session.queue, now);
  return schedules;
}

async function tickUntilTerminal(
  queue: string,
  timeoutMs: number,
  { pool, tick, stop }: QaDeps,
  onFiles: (files: readonly string[]) => void,
): Promise<void> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
  for (;;) {
    await tick(queue, onFiles, over);
    const runs = await listQueueRuns(pool, queue);
    if (runs.every(({ finished_at }) => finished_at !== null)) return;
    if (over.aborted) return;
    await sleep(POLL_MS, undefined, { signal: over }).catch(() => {});
  }
}

async function collectResults(
  pool: Pool,
  queue: string,
  schedules: readonly { id: string; name: string }[],
  files: readonly string[],
): Promise<QaResult[]> {
  const runs = await listQueueRuns(pool, queue);
  const deliveries = await listQueueDeliveries(pool, queue);
  return Promise.all(
    schedules.map(async ({ id, name }) => {
      const run = runs.find(({ schedule_id }) => schedule_id === id);
      const delivery = deliveries.find(({ run_id }) => run_id === run?.id);
      const fault = await faultOf(run, delivery, files);
      return {
        name,
        scheduleId: id,
        runId: run?.id ?? null,
        status: run?.status ?? 'not dispatched',
        delivered: fault === undefined,
        fault: fault ?? null,
        subject: delivery?.subject ?? null,
        files: filesOf(delivery?.response ?? '', files),
      };
    }),
  );
}

async function faultOf(
  run: RunRow | undefined,
  delivery: Parameters<typeof deliveryFault>[0] | undefined,
  files: readonly string[],
): Promise<string | undefined> {
  if (!run) return 'its schedule was not dispatched';
  if (run.status !== 'completed') return run.error ?? `the run is ${run.status}`;
  if (!delivery) return 'the ledger has no row for the recipient';
  return deliveryFault(delivery, files);
}

/** The outbox names the message's file in its answer; its HTML lies beside it. */
function filesOf(response: string, files: readonly string[]): string[] {
  return files.filter((file) => response.includes(file.replace(/\.html$/, '.eml')));
}
