import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Evidence, RunEvidence, TickEvidence } from '../evidence.ts';
import { check } from './check.ts';

export const at = (text: string): number => Date.parse(text);
export const DAILY: CadenceRule = {
  cadence: 'daily',
  sendTime: '09:00',
  weeklyDow: null,
  monthlyDom: null,
  anchorDate: null,
  timezone: 'America/New_York',
};
/** The clocks go forward on 13 March. */
export const DUE = ['2033-03-12T14:00:00Z', '2033-03-13T13:00:00Z', '2033-03-14T13:00:00Z'].map(at);
export const READERS = ['a@example.com', 'b@example.com'];

export function run(scheduledFor: number): RunEvidence {
  const createdAt = scheduledFor + 60_000;
  return {
    ...{ id: `run-${scheduledFor}`, scheduleId: 'daily', accountId: 'account', trigger: 'schedule', retryOf: null },
    ...{ scheduledFor, missed: 0, status: 'completed', attempt: 1, errorCode: null, error: null },
    ...{ createdAt, startedAt: createdAt + 1_000, finishedAt: createdAt + 9_000 },
  };
}

export const TICK: TickEvidence = { host: 'alpha', shiftMs: 0, code: 0, signal: null, stderr: '', tookMs: 900 };

const listed = () => Object.fromEntries(READERS.map((email) => [email, [{ value: true, from: 0, to: 0 }]]));

export const messageIdOf = (runId: string, recipient: string): string => `<${runId}.${recipient}>`;

/** Three days of one schedule, of which nothing is wrong. */
export function goodEvidence(): Evidence {
  const runs = DUE.map(run);
  const deliveries = runs.flatMap(({ id: runId, createdAt }) =>
    READERS.map((recipient) => ({
      ...{ runId, recipient, status: 'sent', messageId: messageIdOf(runId, recipient), response: '250 OK' },
      updatedAt: createdAt + 8_000,
    })),
  );
  return {
    ...{ seed: 1, endedAt: at('2033-03-14T20:00:00Z'), maxAttempts: 3 },
    accounts: [
      {
        ...{ id: 'account', timezone: 'UTC', limit: 3, overage: false, postalAddress: true, suppressed: {} },
        active: [{ value: true, from: 0, to: 0 }],
        verified: [{ value: true, from: 0, to: 0 }],
      },
    ],
    schedules: [
      {
        ...{ id: 'daily', accountId: 'account', recipients: listed(), catchUp: 'once', expiresAt: null },
        ...{ invalid: false, empty: false, status: 'active', pausedBy: null },
        cursor: at('2033-03-15T13:00:00Z'),
        changes: [
          {
            ...{ kind: 'created', rule: DAILY, from: at('2033-03-12T00:00:00Z'), to: at('2033-03-12T00:00:00Z') },
            ...{ cursorBefore: null, cursorAfter: DUE[0] ?? null, by: 'operator' },
          },
        ],
      },
    ],
    runs,
    deliveries,
    generations: runs.map(({ id: runId, createdAt }) => ({
      ...{ runId, accountId: 'account', status: 'completed', createdAt },
    })),
    notices: [],
    mails: deliveries.map(({ messageId, recipient: to, updatedAt }) => ({
      ...{ at: updatedAt, to, messageId, fate: 'accepted' as const },
    })),
    disruptions: [],
    ticks: [{ ...TICK }],
    generates: [],
    again: [],
    holds: [],
    steps: [],
  };
}

/** What the checker says once something is planted. */
export function rulesBroken(plant: (evidence: Evidence) => void): string[] {
  const evidence = goodEvidence();
  plant(evidence);
  return [...new Set(check(evidence).map(({ rule }) => rule))];
}

export const first = <T>(items: T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
};

/** Takes a run away with all that belongs to it. */
export function forget(evidence: Evidence, runId: string): void {
  const ids = evidence.deliveries.filter((row) => row.runId === runId).map(({ messageId }) => messageId);
  evidence.runs = evidence.runs.filter(({ id }) => id !== runId);
  evidence.deliveries = evidence.deliveries.filter((row) => row.runId !== runId);
  evidence.generations = evidence.generations.filter((row) => row.runId !== runId);
  evidence.mails = evidence.mails.filter(({ messageId }) => !ids.includes(messageId));
}
