import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DISPATCH_BATCH, dispatchBatch } from '../../src/scheduling/dispatch.ts';
import { readFairKeys } from '../../src/scheduling/dispatch-queries.ts';
import { FairKeys } from '../../src/scheduling/fair-keys.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf, type ScheduleFixture } from '../support/fixtures.ts';

let database: TestDatabase;
let account: string;
beforeEach(async () => {
  database = await createTestDatabase();
  account = await addTestAccount(database.pool);
});
afterEach(() => database.close());

// 2026-06-10 is a Wednesday; 09:00 in Chicago is 14:00 UTC.
const due = new Date('2026-06-10T14:00:00Z');
const justAfter = new Date('2026-06-10T14:00:30Z');

const dispatch = async (now: Date) =>
  dispatchBatch(database.pool, {
    queue: 'default',
    now,
    fairKeys: new FairKeys(await readFairKeys(database.pool, 'default')),
  });

const add = (fixture: ScheduleFixture = {}) => addTestSchedule(database.pool, account, { nextRunAt: due, ...fixture });

async function cursorOf(id: string) {
  const { rows } = await database.pool.query(
    'select next_run_at, status, paused_by, paused_reason from schedules where id = $1',
    [id],
  );
  return rows[0];
}

test('a due schedule gets one queued run for its instant, and its cursor moves to the next', async () => {
  const id = await add();
  expect(await dispatch(justAfter)).toMatchObject({ dispatched: 1, examined: 1 });
  expect(await allRuns(database.pool)).toMatchObject([
    { schedule_id: id, status: 'queued', scheduled_for: due, missed: 0 },
  ]);
  expect((await cursorOf(id)).next_run_at).toEqual(new Date('2026-06-11T14:00:00Z'));
  expect(await dispatch(justAfter)).toMatchObject({ dispatched: 0, examined: 0 });
});

test('what is not due, paused, deleted or of another queue is left alone', async () => {
  await add({ nextRunAt: new Date('2026-06-10T14:01:00Z') });
  await add({ status: 'paused' });
  await add({ status: 'deleted' });
  const other = await add();
  await database.pool.query(`update schedules set queue = 'qa:1' where id = $1`, [other]);
  expect(await dispatch(justAfter)).toMatchObject({ examined: 0 });
});

describe('after three days down', () => {
  const now = new Date('2026-06-13T20:00:00Z');

  test.each([
    ['daily', { cadence: 'daily' }, '2026-06-13T14:00:00Z', 3, '2026-06-14T14:00:00Z'],
    ['weekly', { cadence: 'weekly', weeklyDow: 3 }, '2026-06-10T14:00:00Z', 0, '2026-06-17T14:00:00Z'],
    [
      'biweekly',
      { cadence: 'biweekly', weeklyDow: 3, anchorDate: '2026-06-10' },
      '2026-06-10T14:00:00Z',
      0,
      '2026-06-24T14:00:00Z',
    ],
    ['monthly', { cadence: 'monthly', monthlyDom: 10 }, '2026-06-10T14:00:00Z', 0, '2026-07-10T14:00:00Z'],
  ] as const)('a %s schedule runs once, for its latest instant', async (_name, rule, latest, missed, next) => {
    const id = await add(rule);
    await dispatch(now);
    expect(await allRuns(database.pool)).toMatchObject([{ status: 'queued', scheduled_for: new Date(latest), missed }]);
    expect((await cursorOf(id)).next_run_at).toEqual(new Date(next));
  });

  test('with catch_up = skip it gets a row that says so, and nothing to run (T11, T13)', async () => {
    const id = await add({ catchUp: 'skip' });
    expect(await dispatch(now)).toMatchObject({ dispatched: 1, skippedMissed: 1 });
    expect(await allRuns(database.pool)).toMatchObject([
      { status: 'skipped_missed', missed: 3, error_code: 'too_late' },
    ]);
    expect((await cursorOf(id)).next_run_at).toEqual(new Date('2026-06-14T14:00:00Z'));
  });

  test('with catch_up = skip the latest still runs when it is at most ten minutes late', async () => {
    await add({ catchUp: 'skip' });
    await dispatch(new Date('2026-06-13T14:10:00Z'));
    expect(await allRuns(database.pool)).toMatchObject([{ status: 'queued', missed: 3 }]);
  });
});

// Rows that only a hand, or an older version, could have written: the checks must be out of the way to plant them.
test.each([
  ['an unknown zone', `timezone = 'Mars/Olympus'`, /Mars\/Olympus/],
  ['an offset as zone', `timezone = 'UTC+3'`, /UTC\+3/],
  ['an unknown cadence', `cadence = 'hourly'`, /hourly/],
  ['no weekday', `cadence = 'weekly', weekly_dow = null`, /[Ww]eekday/],
  ['weekday 99', `cadence = 'weekly', weekly_dow = 99`, /99/],
  ['day 0', `cadence = 'monthly', monthly_dom = 0`, /\b0\b/],
  ['no anchor', `cadence = 'biweekly', weekly_dow = 3, anchor_date = null`, /[Aa]nchor/],
  ['hour 24', `send_time = '24:00'`, /24:00/],
])(
  'a schedule with %s is paused once with the reason; the good one beside it runs (T3)',
  async (_what, change, reason) => {
    const { rows } = await database.pool.query<{ conname: string }>(
      `select conname from pg_constraint where conrelid = 'schedules'::regclass and contype = 'c'`,
    );
    for (const { conname } of rows) await database.pool.query(`alter table schedules drop constraint ${conname}`);
    const poison = await add({ nextRunAt: new Date(due.getTime() - 1_000) });
    await database.pool.query(`update schedules set ${change} where id = $1`, [poison]);
    const good = await add();
    expect(await dispatch(justAfter)).toMatchObject({ dispatched: 1, paused: [{ scheduleId: poison }] });
    expect((await allRuns(database.pool)).map(({ schedule_id }) => schedule_id)).toEqual([good]);
    expect(await cursorOf(poison)).toMatchObject({
      status: 'paused',
      paused_by: 'invalid',
      paused_reason: expect.stringMatching(reason),
      next_run_at: null,
    });
    expect(await dispatch(justAfter)).toMatchObject({ examined: 0 });
  },
);

test('a schedule past its expiry is paused and gets no run', async () => {
  const id = await add({ expiresAt: due });
  expect(await dispatch(justAfter)).toMatchObject({ dispatched: 0, paused: [{ scheduleId: id, pausedBy: 'expired' }] });
  expect(await countOf(database.pool, 'schedule_runs')).toBe(0);
});

test('after a downtime an expired schedule is covered up to its expiry, then paused', async () => {
  const id = await add({ expiresAt: new Date('2026-06-12T14:00:00Z') });
  const afterwards = new Date('2026-06-20T15:00:00Z');
  expect(await dispatch(afterwards)).toMatchObject({ dispatched: 1 });
  const runs = await allRuns(database.pool);
  expect(runs).toMatchObject([{ scheduled_for: new Date('2026-06-11T14:00:00Z'), missed: 1 }]);
  expect(await dispatch(afterwards)).toMatchObject({
    dispatched: 0,
    paused: [{ scheduleId: id, pausedBy: 'expired' }],
  });
});

test('a rewound cursor fires nothing twice, and moves on (T15)', async () => {
  const id = await add();
  await dispatch(justAfter);
  await database.pool.query('update schedules set next_run_at = $1', [due]);
  expect(await dispatch(justAfter)).toMatchObject({ dispatched: 0, examined: 1 });
  expect(await countOf(database.pool, 'schedule_runs')).toBe(1);
  expect((await cursorOf(id)).next_run_at).toEqual(new Date('2026-06-11T14:00:00Z'));
  const { rows } = await database.pool.query('select scheduled_for from schedule_runs');
  expect(rows).toEqual([{ scheduled_for: due }]);
});

test('a spread moves the start, the same way each time, and never the nominal instant (T16)', async () => {
  for (let i = 0; i < 8; i++) await add({ spreadMinutes: 60 });
  await dispatch(due);
  const read = () =>
    database.pool.query<{ schedule_id: string; start: Date | null }>(
      'select schedule_id, available_at as start from schedule_runs where scheduled_for = $1 order by schedule_id',
      [due],
    );
  const { rows: first } = await read();
  const offsets = first.map(({ start }) => (start?.getTime() ?? due.getTime()) - due.getTime());
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...offsets)).toBeLessThan(3_600_000);
  expect(new Set(offsets).size).toBeGreaterThan(1);
  await database.pool.query('delete from schedule_runs');
  await database.pool.query('update schedules set next_run_at = $1', [due]);
  await dispatch(due);
  expect((await read()).rows).toEqual(first);
});

test('eight dispatchers at once cover 1,200 due schedules exactly once (T7)', async () => {
  await database.pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, next_run_at, created_at)
     select gen_random_uuid(), $1, 's', 'market_snapshot', '{Houston}', 'daily', '09:00', 'America/Chicago', $2, $2
     from generate_series(1, 1200)`,
    [account, due],
  );
  const dispatchAll = async () => {
    while ((await dispatch(justAfter)).examined === DISPATCH_BATCH);
  };
  await Promise.all(Array.from({ length: 8 }, dispatchAll));
  // A dispatcher that found all rows locked ended early; what it left is found by whoever comes next.
  await dispatchAll();
  expect(await countOf(database.pool, 'schedule_runs')).toBe(1200);
  expect(await countOf(database.pool, 'schedules where next_run_at <= $1', [justAfter])).toBe(0);
});

test('schedules that a stopped process holds locked keep nobody waiting', async () => {
  const stuck = await add();
  const free = await add();
  const holder = await database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from schedules where id = $1 for no key update', [stuck]);
    expect(await dispatch(justAfter)).toMatchObject({ examined: 1 });
    expect((await allRuns(database.pool)).map(({ schedule_id }) => schedule_id)).toEqual([free]);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('instants do not depend on the zone of the connection (T6)', async () => {
  const id = await add();
  await database.pool.query(
    `alter database ${new URL(database.url).pathname.slice(1)} set timezone = 'Asia/Kathmandu'`,
  );
  const other = await import('../../src/db/pool.ts').then(({ openPool }) => openPool(database.url));
  await dispatchBatch(other, { queue: 'default', now: justAfter, fairKeys: new FairKeys([]) });
  await other.end();
  expect((await cursorOf(id)).next_run_at).toEqual(new Date('2026-06-11T14:00:00Z'));
  const { rows } = await database.pool.query('select scheduled_for from schedule_runs');
  expect(rows).toEqual([{ scheduled_for: due }]);
});
