import { setTimeout as sleep } from 'node:timers/promises';
import { addAccount } from '../accounts/add.ts';
import { deleteAccount } from '../accounts/queries.ts';
import type { Clock } from '../core/clock.ts';
import { workError } from '../core/errors.ts';
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
  hold: () => Promise<Hold>;
  /** Told why nothing happens for a while, once for each reason. */
  onWait: (reason: string) => void;
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

interface Hold {
  on: boolean;
  reason: string | null;
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
  assertNoHold(await deps.hold());
  const queue = `qa:${newId()}`;
  const accountId = await addQaAccount(pool, options.timezone, clock.now());
  const files: string[] = [];
  try {
    const schedules = await addQaSchedules(pool, { ...options, queue, accountId }, clock.now());
    const ended = await tickUntilTerminal(queue, options.timeoutMs, deps, (written) => files.push(...written));
    return await collectResults({ pool, queue, schedules, files, ended });
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

/** While a hold is on, nothing could be claimed: waiting for its end would look like a fault. */
function assertNoHold({ on, reason }: Hold): void {
  if (!on) return;
  const why = reason === null ? '' : ` (${reason})`;
  throw workError(`A hold is on${why}, so nothing can be delivered. End it with: reportctl hold off`, 'hold');
}

/** Why a run that has not ended never will in this session; null: all have ended. */
type Ended = 'the session was stopped' | 'the time is up' | null;

async function tickUntilTerminal(
  queue: string,
  timeoutMs: number,
  { pool, tick, stop, onWait }: QaDeps,
  onFiles: (files: readonly string[]) => void,
): Promise<Ended> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
  const said = new Set<string>();
  for (;;) {
    await tick(queue, onFiles, over);
    const open = (await listQueueRuns(pool, queue)).filter(({ finished_at }) => finished_at === null);
    if (open.length === 0) return null;
    if (over.aborted) return stop.aborted ? 'the session was stopped' : 'the time is up';
    for (const reason of open.map(waitsFor)) {
      if (!said.has(reason)) onWait(reason);
      said.add(reason);
    }
    await sleep(POLL_MS, undefined, { signal: over }).catch(() => {});
  }
}

const waitsFor = ({ error, status }: RunRow): string =>
  error === null ? `a run is ${status}; looking again each second` : `${error} It is tried again.`;

interface Session {
  pool: Pool;
  queue: string;
  schedules: readonly { id: string; name: string }[];
  files: readonly string[];
  ended: Ended;
}

async function collectResults({ pool, queue, schedules, files, ended }: Session): Promise<QaResult[]> {
  const runs = await listQueueRuns(pool, queue);
  const deliveries = await listQueueDeliveries(pool, queue);
  return Promise.all(
    schedules.map(async ({ id, name }) => {
      const run = runs.find(({ schedule_id }) => schedule_id === id);
      const delivery = deliveries.find(({ run_id }) => run_id === run?.id);
      const fault = await faultOf(run, delivery, { files, ended });
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
  { files, ended }: Pick<Session, 'files' | 'ended'>,
): Promise<string | undefined> {
  if (ended !== null && (!run || run.finished_at === null)) {
    return `${ended} before it was delivered${run?.error ? `: ${run.error}` : ''}`;
  }
  if (!run) return 'its schedule was not dispatched';
  if (run.status !== 'completed') return run.error ?? `the run is ${run.status}`;
  if (!delivery) return 'the ledger has no row for the recipient';
  return deliveryFault(delivery, files);
}

/** The outbox names the message's file in its answer; its HTML lies beside it. */
function filesOf(response: string, files: readonly string[]): string[] {
  return files.filter((file) => response.includes(file.replace(/\.html$/, '.eml')));
}
