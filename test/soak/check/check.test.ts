import { describe, expect, test } from 'vitest';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Evidence } from '../evidence.ts';
import { check } from './check.ts';
import { firstAfter, instantsOf } from './instants.ts';
import { at, DAILY, DUE, first, forget, goodEvidence, rulesBroken, run } from './planted.ts';

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
