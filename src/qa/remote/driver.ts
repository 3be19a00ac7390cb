import { DateTime } from 'luxon';
import { errorCode, ReportctlError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { AUDIENCES } from '../../listings/filters/audiences.ts';
import type { QaConfiguration } from '../configuration.ts';
import type { QaDriver, QaState } from '../session.ts';
import type { Api, ApiRun, ApiSchedule } from './api.ts';

export interface RemoteTarget {
  city: string;
  timezone: string;
  email: string;
}

export interface RemoteDeps {
  api: Api;
  now: () => Date;
}

/** What a run is called before its end. Any other word is an end, known or not: nobody waits for what never comes. */
const UNDER_WAY = new Set(['queued', 'pending', 'scheduled', 'dispatched', 'claimed', 'running', 'processing']);
const DELIVERED = new Set(['completed', 'delivered', 'sent', 'success', 'succeeded']);

/** Its answer did not come, or said no id: the product may have made the schedule all the same. */
const MAY_HAVE_ADDED = new Set(['api_unavailable', 'api_answer']);

/** A schedule made now must still lie ahead when the product's own tick comes by. */
const LEAST_LEAD_MS = 30_000;
const CLEANUP_ATTEMPTS = 3;

/** A session in a product behind its HTTP API: its own scheduler does the work, this side watches the runs. */
export function openRemoteDriver(target: RemoteTarget, { api, now }: RemoteDeps): QaDriver {
  const session = newId().slice(-8);
  const added: string[] = [];
  const unanswered: string[] = [];
  return {
    add: async (configuration) => {
      const schedule = scheduleOf(configuration, { ...target, session }, now());
      try {
        const id = await api.addSchedule(schedule);
        added.push(id);
        return { id };
      } catch (error) {
        if (error instanceof ReportctlError && error.code === 'api_refused') return { refused: error.message };
        if (MAY_HAVE_ADDED.has(errorCode(error) ?? '')) unanswered.push(`perhaps one named "${schedule.name}"`);
        throw error;
      }
    },
    begin: () => Promise.resolve(),
    look: async (scheduleIds) => {
      const states = scheduleIds.map(async (id) => [id, await lookAt(api, id)] as const);
      return new Map((await Promise.all(states)).flatMap(([id, state]) => (state ? [[id, state]] : [])));
    },
    close: async ({ keepSchedules }) => {
      if (keepSchedules) return unanswered;
      const removed = await Promise.all(added.map((id) => remove(api, id)));
      return [...added.filter((_, index) => !removed[index]), ...unanswered];
    },
  };
}

/** Undefined while nothing new is known: a fault of the network is not the product's answer. */
async function lookAt(api: Api, scheduleId: string): Promise<QaState | undefined> {
  try {
    const run = decisive(await api.listRuns(scheduleId));
    return run && stateOf(run);
  } catch (error) {
    if (errorCode(error) === 'api_unavailable') return undefined;
    if (errorCode(error) === 'api_not_found') return failed('gone', 'its schedule is gone (HTTP 404)');
    throw error;
  }
}

/** The one that was delivered, else one that has ended, else the newest. */
const decisive = (runs: readonly ApiRun[]): ApiRun | undefined =>
  runs.find(({ status }) => DELIVERED.has(status)) ?? runs.find(({ status }) => !UNDER_WAY.has(status)) ?? runs[0];

function stateOf({ id, status, error }: ApiRun): QaState {
  if (UNDER_WAY.has(status)) return { ...failed(status, null), runId: id, final: false };
  return { ...failed(status, DELIVERED.has(status) ? null : (error ?? `the run ended ${status}`)), runId: id };
}

const failed = (status: string, fault: string | null): QaState => {
  return { status, final: true, runId: null, fault, waitsFor: null, subject: null, files: [] };
};

async function remove(api: Api, scheduleId: string): Promise<boolean> {
  for (let attempt = 1; attempt <= CLEANUP_ATTEMPTS; attempt += 1) {
    try {
      await api.deleteSchedule(scheduleId);
      return true;
    } catch (error) {
      if (errorCode(error) !== 'api_unavailable') return false;
    }
  }
  return false;
}

/** Weekly, at the next whole minute that is far enough ahead. */
export function scheduleOf(
  configuration: QaConfiguration,
  target: RemoteTarget & { session: string },
  now: Date,
): ApiSchedule {
  const at = DateTime.fromMillis(now.getTime() + LEAST_LEAD_MS + 59_999, { zone: target.timezone }).startOf('minute');
  return {
    name: `qa ${configuration.name} (${target.session})`,
    report_type: configuration.reportType,
    city: target.city,
    lookback_days: configuration.lookbackDays,
    cadence: 'weekly',
    weekly_dow: at.weekday % 7,
    send_hour: at.hour,
    send_minute: at.minute,
    timezone: target.timezone,
    recipients: [{ type: 'manual_email', email: target.email }],
    filters: filtersOf(configuration),
    active: true,
  };
}

function filtersOf({ audience }: QaConfiguration): object {
  const preset = AUDIENCES[audience];
  const price = 'price' in preset ? preset.price : undefined;
  return {
    ...preset.filters,
    ...(price ? { price: { of: price.of, direction: price.direction, percent: price.percents[0] } } : {}),
  };
}
