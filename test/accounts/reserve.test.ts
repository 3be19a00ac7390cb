import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReservationRequest, reserveGenerations } from '../../src/accounts/reserve.ts';
import { transaction } from '../../src/db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ max: 60 });
});
afterEach(() => database.close());

const now = new Date('2026-06-15T12:00:00Z');

const request = (accountId: string, override: number | null, runId: string = randomUUID()): ReservationRequest => ({
  runId,
  accountId,
  timezone: 'America/Chicago',
  planKnown: true,
  planLimit: 25,
  allowOverage: false,
  override,
});

const reserve = (requests: ReservationRequest[], at = now) =>
  transaction(database.pool, (tx) => reserveGenerations(tx, requests, at));

test('fifty at once at a limit of ten: exactly ten (L2)', async () => {
  const account = await addTestAccount(database.pool);
  const answers = await Promise.all(Array.from({ length: 50 }, () => reserve([request(account, 10)])));
  expect(answers.filter(({ size }) => size === 1)).toHaveLength(10);
  expect(await countOf(database.pool, 'report_generations')).toBe(10);
});

test('in one batch each account gets what is left of its own month', async () => {
  const [tight, free] = [await addTestAccount(database.pool), await addTestAccount(database.pool)];
  await reserve([request(tight, 3), request(tight, 3)]);
  const wanted = [request(tight, 3), request(free, null), request(tight, 3), request(free, null)];
  const reserved = await reserve(wanted);
  expect(wanted.map(({ runId }) => reserved.has(runId))).toEqual([true, true, false, true]);
});

test('a run that holds a place keeps it and takes no second (L3)', async () => {
  const account = await addTestAccount(database.pool);
  const run = request(account, 1);
  expect((await reserve([run])).size).toBe(1);
  expect((await reserve([run])).size).toBe(1);
  expect((await reserve([request(account, 1)])).size).toBe(0);
  expect(await countOf(database.pool, 'report_generations')).toBe(1);
});

test('a place that was given back is taken again by the same run, or by another', async () => {
  const account = await addTestAccount(database.pool);
  const run = request(account, 1);
  await reserve([run]);
  await database.pool.query(`update report_generations set status = 'released'`);
  expect((await reserve([run])).size).toBe(1);
  expect(await countOf(database.pool, `report_generations where status = 'reserved'`)).toBe(1);
});

test('last month counts no more, in the zone of the account', async () => {
  const account = await addTestAccount(database.pool);
  // In Chicago it is still 31 May at 04:59:59.999Z.
  expect((await reserve([request(account, 1)], new Date('2026-06-01T04:59:59.999Z'))).size).toBe(1);
  expect((await reserve([request(account, 1)], new Date('2026-06-01T04:59:59.999Z'))).size).toBe(0);
  expect((await reserve([request(account, 1)], new Date('2026-06-01T05:00:00Z'))).size).toBe(1);
});

test.each([
  // zone, last instant of a month, first of the next: 23:59:59.999 and 00:00 on the account's wall
  ['America/New_York', '2026-11-01T03:59:59.999Z', '2026-11-01T04:00:00Z'], // the clock goes back on this day
  ['America/Havana', '2026-11-01T03:59:59.999Z', '2026-11-01T04:00:00Z'], // midnight comes twice
  ['America/Asuncion', '2023-10-01T03:59:59.999Z', '2023-10-01T04:00:00Z'], // midnight does not come
  ['Europe/Berlin', '2026-03-31T21:59:59.999Z', '2026-03-31T22:00:00Z'], // after an hour less
  ['Asia/Kathmandu', '2028-02-29T18:14:59.999Z', '2028-02-29T18:15:00Z'], // a leap day, quarter hours
  ['Pacific/Kiritimati', '2026-02-28T09:59:59.999Z', '2026-02-28T10:00:00Z'],
])('the month ends at midnight in %s, whatever the zone of the connection (L4)', async (timezone, last, first) => {
  const account = await addTestAccount(database.pool, { timezone });
  const take = async (at: string) => (await reserve([{ ...request(account, 1), timezone }], new Date(at))).size;
  await database.pool.query("set timezone to 'Pacific/Auckland'");
  expect(await take(last)).toBe(1);
  expect(await take(last)).toBe(0);
  expect(await take(first)).toBe(1);
  expect(await take(first)).toBe(0);
});

test('next month does not count yet, for a clock that was set back', async () => {
  const account = await addTestAccount(database.pool);
  await reserve([request(account, 1)], new Date('2026-06-01T05:00:00Z'));
  expect((await reserve([request(account, 1)], new Date('2026-06-01T04:59:59.999Z'))).size).toBe(1);
});

test('the place of a report that was completed stays as it is when its run is retried', async () => {
  const account = await addTestAccount(database.pool);
  const run = request(account, 1);
  await reserve([run]);
  await database.pool.query(`update report_generations set status = 'completed'`);
  const before = await database.pool.query('select * from report_generations');
  expect((await reserve([run], new Date('2026-06-16T12:00:00Z'))).size).toBe(1);
  expect((await database.pool.query('select * from report_generations')).rows).toEqual(before.rows);
});

test('an unknown plan and a limit of zero get nothing; overage gets all (L6)', async () => {
  const account = await addTestAccount(database.pool);
  expect((await reserve([{ ...request(account, null), planKnown: false }])).size).toBe(0);
  expect((await reserve([request(account, 0)])).size).toBe(0);
  expect((await reserve([{ ...request(account, 0), allowOverage: true }])).size).toBe(1);
});
