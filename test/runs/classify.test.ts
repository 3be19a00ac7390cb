import { expect, test } from 'vitest';
import { scheduleError, unavailableError } from '../../src/core/errors.ts';
import { backoffMs } from '../../src/runs/backoff.ts';
import { outcomeOfError, Snooze } from '../../src/runs/classify.ts';
import type { ClaimedRun } from '../../src/runs/run.ts';

const now = new Date('2026-06-10T14:00:00Z');
const run: ClaimedRun = {
  ...{ id: 'r', scheduleId: 's', accountId: 'a', trigger: 'schedule', scheduledFor: now, missed: 0, retryOf: null },
  ...{ attempt: 1, token: 't' },
};
const outcomeOf = (error: unknown, attempt = 1) =>
  outcomeOfError(error, { ...run, attempt }, { now, maxAttempts: 3, random: () => 1 });

test('a fault of the schedule’s own fails it at once: trying again cannot help', () => {
  expect(outcomeOf(scheduleError('No such city.', 'no_such_place'))).toEqual({
    ...{ kind: 'finished', status: 'failed', errorCode: 'no_such_place', error: 'No such city.', scope: 'schedule' },
  });
});

test('a fault of the system is tried again later, until the attempts are used up', () => {
  const down = unavailableError('The mail server does not answer.', 'smtp_unavailable');
  expect(outcomeOf(down)).toMatchObject({
    kind: 'requeued',
    burnAttempt: true,
    availableAt: new Date(now.getTime() + 60_000),
  });
  expect(outcomeOf(down, 3)).toMatchObject({ kind: 'finished', status: 'failed', scope: 'system' });
});

test('a snooze burns no attempt, even on the last one', () => {
  const slot = new Date('2026-06-11T00:00:00Z');
  expect(outcomeOf(new Snooze(slot, 'vendor_day_spent', 'Used up.'), 3)).toMatchObject({
    ...{ kind: 'requeued', availableAt: slot, burnAttempt: false, errorCode: 'vendor_day_spent' },
  });
});

test('an unexpected error keeps what it holds out of the run row (R12)', () => {
  const outcome = outcomeOf(new TypeError('select * from accounts at postgres://u:pw@h'), 3);
  expect(outcome).toMatchObject({ errorCode: 'internal', scope: 'system' });
  expect(outcome).not.toMatchObject({ error: expect.stringMatching(/select|postgres/) });
});

test('the waits grow, are jittered in their upper half, and end at half an hour', () => {
  expect([1, 2, 3, 4, 9].map((attempt) => backoffMs(attempt, 1))).toEqual([
    60_000, 240_000, 960_000, 1_800_000, 1_800_000,
  ]);
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, 0))).toEqual([30_000, 120_000, 480_000, 900_000]);
});
