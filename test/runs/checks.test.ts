import { expect, test } from 'vitest';
import { isZone } from '../../src/core/time-zone.ts';
import { refusalOf } from '../../src/runs/checks.ts';
import type { ClaimedRow } from '../../src/runs/claim-queries.ts';

const PASSING: ClaimedRow = {
  id: 'run',
  schedule_id: 'schedule',
  account_id: 'account',
  trigger: 'schedule',
  scheduled_for: new Date('2026-06-10T14:00:00Z'),
  missed: 0,
  retry_of: null,
  attempt: 1,
  rescued: false,
  slots: 8,
  schedule_status: 'active',
  account_status: 'active',
  email_verified: true,
  account_timezone: 'America/Chicago',
  plan_known: true,
  plan_limit: 3,
  allow_overage: false,
  limit_override: null,
  recipients: 2,
  deliverable: 1,
  delivery_begun: false,
};

test.each<[string, Partial<ClaimedRow>, string | undefined]>([
  ['in order', {}, undefined],
  ['of a deleted schedule', { schedule_status: 'deleted' }, 'schedule_deleted'],
  ['of a schedule that is gone', { schedule_status: null }, 'schedule_deleted'],
  ['of a paused schedule', { schedule_status: 'paused' }, 'schedule_paused'],
  ['by hand, of a paused schedule', { schedule_status: 'paused', trigger: 'manual' }, undefined],
  ['of no known account', { account_status: null }, 'account_unknown'],
  ['of a suspended account', { account_status: 'suspended' }, 'account_suspended'],
  ['of a cancelled account', { account_status: 'cancelled' }, 'account_cancelled'],
  ['of an unverified account', { email_verified: false }, 'email_unverified'],
  ['of an account in no zone', { account_timezone: 'Mars/Olympus' }, 'bad_account_zone'],
  ['without recipients', { recipients: 0, deliverable: 0 }, 'no_recipients'],
  ['whose recipients all unsubscribed', { deliverable: 0 }, 'suppressed_all'],
  ['that has sent, and whose recipients all left since', { deliverable: 0, delivery_begun: true }, undefined],
  ['that retries what another left', { recipients: 0, deliverable: 0, retry_of: 'run' }, undefined],
  ['whose faults are many: the cheapest check speaks', { schedule_status: null, recipients: 0 }, 'schedule_deleted'],
])('a run %s (T14)', (_what, change, code) => {
  expect(refusalOf({ ...PASSING, ...change }, isZone)?.errorCode).toBe(code);
});
