import { setTimeout as sleep } from 'node:timers/promises';
import { addAccount } from '../accounts/add.ts';
import { deleteAccount } from '../accounts/queries.ts';
import type { Clock } from '../core/clock.ts';
import { workError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Pool } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import { endQueue } from '../runs/end-queued.ts';
import { listQueueRuns, type RunRow } from '../runs/run-queries.ts';
import { addSchedule } from '../scheduling/add.ts';
import { deleteQueue, makeDueAt } from '../scheduling/queries.ts';
import { deliveryFault } from './check-delivery.ts';
import type { QaConfiguration } from './configuration.ts';
import { listQueueDeliveries, type QaDelivery } from './queries.ts';
import type { QaDriver, QaState } from './session.ts';

export interface LocalTarget {
  city: string;
  timezone: string;
  recipient: Recipient;
}

export interface LocalDeps {
  pool: Pool;
  clock: Clock;
  /** Dispatches and works off this session's queue alone; tells of files that the outbox wrote. */
  tick: (queue: string, onFiles: (files: readonly string[]) => void, stop: AbortSignal) => Promise<TickSummary>;
  hold: () => Promise<{ on: boolean; reason: string | null }>;
}

/** How often a run that waits for its retry is looked at again. */
const RETICK_MS = 1_000;
/** A session that was killed leaves schedules behind; after this time nothing would dispatch them. */
const EXPIRY_MS = 3_600_000;

/**
 * A session in this database: due schedules under an internal unlimited account, in a queue of their own, worked off by
 * the same tick as customers'. What counts is the ledger and the produced messages. The runs stay as history.
 * @throws ReportctlError while a hold is on
 */
export async function openLocalDriver(target: LocalTarget, { pool, clock, tick, hold }: LocalDeps): Promise<QaDriver> {
  assertNoHold(await hold());
  const queue = `qa:${newId()}`;
  const accountId = await addQaAccount(pool, target.timezone, clock.now());
  const files: string[] = [];

  return {
    add: async (configuration) => {
      const schedule = await addQaSchedule(pool, { ...target, configuration, queue, accountId }, clock.now());
      return { id: schedule.id };
    },
    begin: async (over) => {
      await makeDueAt(pool, queue, clock.now());
      for (;;) {
        await tick(queue, (written) => files.push(...written), over);
        const runs = await listQueueRuns(pool, queue);
        if (over.aborted || runs.every(({ finished_at }) => finished_at !== null)) return;
        await sleep(RETICK_MS, undefined, { signal: over }).catch(() => {});
      }
    },
    look: async () => {
      const [runs, deliveries] = await Promise.all([listQueueRuns(pool, queue), listQueueDeliveries(pool, queue)]);
      const states = runs.map(async (run) => [run.schedule_id, await stateOf(run, deliveries, files)] as const);
      return new Map(await Promise.all(states));
    },
    close: async ({ keepSchedules }) => {
      await endQueue(pool, queue, clock.now());
      if (keepSchedules) return [];
      await deleteQueue(pool, queue);
      await deleteAccount(pool, accountId);
      return [];
    },
  };
}

/** While a hold is on, nothing could be claimed: waiting for its end would look like a fault. */
function assertNoHold({ on, reason }: { on: boolean; reason: string | null }): void {
  if (!on) return;
  const why = reason === null ? '' : ` (${reason})`;
  throw workError(`A hold is on${why}, so nothing can be delivered. End it with: reportctl hold off`, 'hold');
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

interface NewSchedule extends LocalTarget {
  configuration: QaConfiguration;
  queue: string;
  accountId: string;
}

function addQaSchedule(pool: Pool, { configuration, queue, accountId, ...target }: NewSchedule, now: Date) {
  const { name, reportType, audience, lookbackDays } = configuration;
  const daily = { cadence: 'daily', sendTime: '00:00', weeklyDow: null, monthlyDom: null, anchorDate: null } as const;
  return addSchedule(
    pool,
    {
      accountId,
      queue,
      name: `qa ${name}`,
      reportType,
      audience,
      cities: [target.city],
      postalCodes: [],
      lookbackDays,
      attachPdf: false,
      rule: { ...daily, timezone: target.timezone },
      catchUp: 'once',
      onEmpty: 'send',
      recipients: [target.recipient],
      expiresAt: new Date(now.getTime() + EXPIRY_MS),
    },
    now,
  );
}

async function stateOf(run: RunRow, deliveries: readonly QaDelivery[], files: readonly string[]): Promise<QaState> {
  const delivery = deliveries.find(({ run_id }) => run_id === run.id);
  const final = run.finished_at !== null;
  return {
    status: run.status,
    final,
    runId: run.id,
    fault: final ? await faultOf(run, delivery, files) : null,
    waitsFor: final ? null : run.error,
    subject: delivery?.subject ?? null,
    files: filesOf(delivery?.response ?? '', files),
  };
}

async function faultOf(
  run: RunRow,
  delivery: QaDelivery | undefined,
  files: readonly string[],
): Promise<string | null> {
  if (run.status !== 'completed') return run.error ?? `the run is ${run.status}`;
  if (!delivery) return 'the ledger has no row for the recipient';
  return (await deliveryFault(delivery, files)) ?? null;
}

/** The outbox names the message's file in its answer; its HTML lies beside it. */
function filesOf(response: string, files: readonly string[]): string[] {
  return files.filter((file) => response.includes(file.replace(/\.html$/, '.eml')));
}
