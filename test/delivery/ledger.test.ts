import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unavailableError } from '../../src/core/errors.ts';
import { openLedger, recordOutcome } from '../../src/delivery/ledger.ts';
import { type ClaimedRun, markSending } from '../../src/delivery/queries.ts';
import type { SendOutcome } from '../../src/delivery/transport.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, createRun, hold, ledger, loseLease, NOW, statuses } from './fixtures.ts';

const ANN = 'ann@example.com';

let database: TestDatabase;
let run: ClaimedRun;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  run = await createRun(database.pool, await createAccount(database.pool));
});

const open = () => openLedger(database.pool, run, [{ email: ANN, name: 'Ann' }], NOW);
const send = () =>
  markSending(database.pool, { run, recipient: ANN }, { messageId: '<1@x>', subject: 's', bodySha256: 'ab' }, NOW);
const record = (outcome: SendOutcome, refusals = 0) =>
  recordOutcome(database.pool, { run, recipient: ANN }, outcome, { refusals, now: NOW });

test('the rows are committed, and those who are due come back with their names', async () => {
  expect(await open()).toEqual({ due: [{ email: ANN, name: 'Ann', refusals: 0 }] });
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'pending' });
});

test('without the claim nothing is written', async () => {
  await loseLease(database.pool, run);
  expect(await open()).toEqual({ refused: 'lease_lost' });
  expect(await statuses(database.pool, run.id)).toEqual({});
});

test('under a hold nobody is due', async () => {
  await hold(database.pool, true);
  expect(await open()).toEqual({ refused: 'held' });
  await hold(database.pool, false);
});

test('a row left sending by a dead attempt becomes unknown, and is not due', async () => {
  await open();
  await send();
  expect(await open()).toEqual({ due: [] });
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'unknown' });
});

test.each<[SendOutcome, string, string]>([
  [{ status: 'accepted', response: '250 ok' }, 'sent', 'sent'],
  [{ status: 'permanent', response: '550 no' }, 'failed', 'failed'],
  [{ status: 'temporary', response: '451 later' }, 'deferred', 'pending'],
  [{ status: 'unknown', reason: 'lost' }, 'unknown', 'unknown'],
  [{ status: 'not_sent', error: unavailableError('Down.', 'smtp_unavailable') }, 'not_sent', 'pending'],
])('%j is recorded as %s', async (outcome, recorded, status) => {
  await open();
  await send();
  expect(await record(outcome)).toBe(recorded);
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: status });
});

test('the fifth refusal for now is final', async () => {
  await open();
  expect(await record({ status: 'temporary', response: '451 later' }, 4)).toBe('failed');
});

test('an answer with NUL, line breaks and a megabyte of text can be stored', async () => {
  await open();
  expect(await record({ status: 'permanent', response: `550 no\u0000\r\n${'x'.repeat(1_000_000)}` })).toBe('failed');
  const row = (await ledger(database.pool, run.id))[ANN];
  expect(row?.response).toMatch(/^550 no x+$/);
  expect(row?.response).toHaveLength(1_000);
});

test('nothing is recorded without the claim', async () => {
  await open();
  await send();
  await loseLease(database.pool, run);
  expect(await record({ status: 'accepted', response: '250 ok' })).toBeUndefined();
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'sending' });
});
