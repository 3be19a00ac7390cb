import { describe, expect, test } from 'vitest';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Evidence, RunEvidence } from '../evidence.ts';
import { check } from './check.ts';
import { firstAfter, instantsOf } from './instants.ts';

const at = (text: string): number => Date.parse(text);
const DAILY: CadenceRule = {
  cadence: 'daily',
  sendTime: '09:00',
  weeklyDow: null,
  monthlyDom: null,
  anchorDate: null,
  timezone: 'America/New_York',
};
/** The clocks go forward on 13 March. */
const DUE = ['2033-03-12T14:00:00Z', '2033-03-13T13:00:00Z', '2033-03-14T13:00:00Z'].map(at);
const READERS = ['a@example.com', 'b@example.com'];

function run(scheduledFor: number): RunEvidence {
  const createdAt = scheduledFor + 60_000;
  return {
    ...{ id: `run-${scheduledFor}`, scheduleId: 'daily', accountId: 'account', trigger: 'schedule', retryOf: null },
    ...{ scheduledFor, missed: 0, status: 'completed', attempt: 1, errorCode: null, error: null },
    ...{ createdAt, startedAt: createdAt + 1_000, finishedAt: createdAt + 9_000 },
  };
}

const messageIdOf = (runId: string, recipient: string): string => `<${runId}.${recipient}>`;

/** Three days of one schedule, of which nothing is wrong. */
function goodEvidence(): Evidence {
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
        ...{ id: 'daily', accountId: 'account', recipients: READERS, catchUp: 'once', expiresAt: null },
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
    ticks: [{ host: 'alpha', shiftMs: 0, code: 0, signal: null, stderr: '', tookMs: 900 }],
  };
}

/** What the checker says once something is planted. */
function rulesBroken(plant: (evidence: Evidence) => void): string[] {
  const evidence = goodEvidence();
  plant(evidence);
  return [...new Set(check(evidence).map(({ rule }) => rule))];
}

const first = <T>(items: T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
};

/** Takes a run away with all that belongs to it. */
function forget(evidence: Evidence, runId: string): void {
  const ids = evidence.deliveries.filter((row) => row.runId === runId).map(({ messageId }) => messageId);
  evidence.runs = evidence.runs.filter(({ id }) => id !== runId);
  evidence.deliveries = evidence.deliveries.filter((row) => row.runId !== runId);
  evidence.generations = evidence.generations.filter((row) => row.runId !== runId);
  evidence.mails = evidence.mails.filter(({ messageId }) => !ids.includes(messageId));
}

describe('the soak’s checker', () => {
  test('has nothing to say where nothing is wrong', () => {
    expect(check(goodEvidence())).toEqual([]);
  });

  test.for<[string, string, (evidence: Evidence) => void]>([
    [
      'a double run',
      'one run an instant',
      ({ runs }) => runs.push({ ...first(runs), id: 'double', status: 'cancelled' }),
    ],
    ['a lost instant at the end', 'no instant lost', (evidence) => forget(evidence, `run-${DUE[2]}`)],
    ['a lost instant in the middle', 'missed counted', (evidence) => forget(evidence, `run-${DUE[1]}`)],
    [
      'an instant counted twice',
      'missed counted',
      ({ runs }) => {
        first(runs).missed = 1;
      },
    ],
    [
      'a run of no due instant',
      'runs of due instants only',
      ({ runs }) => runs.push({ ...run(first(DUE) + 3_600_000), status: 'skipped_limit' }),
    ],
    [
      'a run before its time',
      'never early',
      ({ runs }) => {
        first(runs).createdAt = first(DUE) - 1;
      },
    ],
    [
      'a run of a paused schedule',
      'no run of a stopped schedule',
      ({ schedules }) => {
        const [from, to] = [first(DUE) + 1_000, first(DUE) + 2_000];
        const cursors = { cursorBefore: first(DUE), cursorAfter: null };
        first(schedules).changes.push({ kind: 'paused', from, to, ...cursors, by: 'operator' });
      },
    ],
    [
      'a late instant that the policy lets pass',
      'late instants by policy',
      (evidence) => {
        first(evidence.schedules).catchUp = 'skip';
        first(evidence.runs).createdAt = first(DUE) + 11 * 60_000;
      },
    ],
    [
      'a run that has not ended',
      'plausible status',
      ({ runs }) => {
        Object.assign(first(runs), { status: 'running', finishedAt: null });
      },
    ],
    [
      'a report of a suspended account',
      'plausible status',
      ({ accounts }) => {
        first(accounts).active = [{ value: false, from: 0, to: 0 }];
      },
    ],
    [
      'a recipient left out',
      'plausible status',
      ({ deliveries, mails }) => {
        const { messageId } = first(deliveries.splice(0, 1));
        mails.splice(
          mails.findIndex((mail) => mail.messageId === messageId),
          1,
        );
      },
    ],
    ['a double mail', 'one mail a recipient and run', ({ mails }) => mails.push({ ...first(mails) })],
    [
      'a retry that sends again',
      'one mail a recipient and report',
      ({ runs, deliveries, mails }) => {
        const [run, row, mail] = [first(runs), first(deliveries), first(mails)];
        runs.push({ ...run, id: 'retry', trigger: 'manual', retryOf: run.id });
        deliveries.push({ ...row, runId: 'retry', messageId: '<again>' });
        mails.push({ ...mail, messageId: '<again>' });
      },
    ],
    [
      'a mail that no ledger knows',
      'every mail recorded',
      ({ mails }) => mails.push({ ...first(mails), messageId: '<stray>' }),
    ],
    ['a sent that nobody accepted', 'sent means accepted', ({ mails }) => mails.pop()],
    [
      'an unknown without a lost answer',
      'unknown only where an answer was lost',
      ({ deliveries }) => {
        first(deliveries).status = 'unknown';
      },
    ],
    [
      'a mail to whom it was suppressed',
      'suppressed get nothing',
      ({ accounts }) => {
        first(accounts).suppressed = { 'a@example.com': [{ value: true, from: 0, to: 0 }] };
      },
    ],
    [
      'a limit passed',
      'limit',
      ({ accounts }) => {
        first(accounts).limit = 2;
      },
    ],
    [
      'a report that does not count',
      'each report counts once',
      ({ generations }) => {
        first(generations).status = 'released';
      },
    ],
    [
      'a cursor that is an hour off',
      'next_run_at',
      ({ schedules }) => {
        first(schedules).cursor = at('2033-03-15T14:00:00Z');
      },
    ],
    ['a tick that crashed', 'how ticks end', ({ ticks }) => Object.assign(first(ticks), { code: 99 })],
    [
      'an error that nobody foresaw',
      'how ticks end',
      ({ ticks }) => Object.assign(first(ticks), { code: 1, stderr: '{"errorCode":"internal"}' }),
    ],
    ['a wrong clock let in', 'how ticks end', ({ ticks }) => Object.assign(first(ticks), { shiftMs: 61_001 })],
  ])('reports %s', ([, rule, plant]) => {
    expect(rulesBroken(plant)).toContain(rule);
  });

  test('accepts an unknown where the server dropped the connection after the final dot', () => {
    const rules = rulesBroken(({ deliveries, mails, runs }) => {
      first(deliveries).status = 'unknown';
      first(mails).fate = 'dropped';
      first(runs).status = 'partial';
    });
    expect(rules).toEqual([]);
  });
});

describe('the soak’s instants', () => {
  const days = (rule: Partial<CadenceRule>, from: string, to: string) =>
    instantsOf({ ...DAILY, ...rule }, at(from), at(to)).map((instant) => new Date(instant).toISOString());

  test('a time that is skipped fires once, later by the gap; one that is shown twice fires at the first', () => {
    expect(days({ sendTime: '02:30' }, '2033-03-13T00:00:00Z', '2033-03-14T00:00:00Z')).toEqual([
      '2033-03-13T07:30:00.000Z',
    ]);
    expect(days({ sendTime: '01:30' }, '2033-11-06T00:00:00Z', '2033-11-07T00:00:00Z')).toEqual([
      '2033-11-06T05:30:00.000Z',
    ]);
  });

  test('the 31st is the last day of a shorter month, a fortnight begins at its anchor', () => {
    const monthly = { cadence: 'monthly', monthlyDom: 31, timezone: 'UTC' } as const;
    expect(days(monthly, '2034-01-30T00:00:00Z', '2034-04-01T00:00:00Z')).toEqual([
      '2034-01-31T09:00:00.000Z',
      '2034-02-28T09:00:00.000Z',
      '2034-03-31T09:00:00.000Z',
    ]);
    const biweekly = { ...DAILY, cadence: 'biweekly', anchorDate: '2034-03-06', timezone: 'UTC' } as const;
    expect(firstAfter(biweekly, at('2034-01-01T00:00:00Z'))).toBe(at('2034-03-06T09:00:00Z'));
    expect(firstAfter(biweekly, at('2034-03-06T09:00:00Z'))).toBe(at('2034-03-20T09:00:00Z'));
  });
});
