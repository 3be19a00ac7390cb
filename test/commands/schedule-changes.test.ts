import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, type ScheduleFixture } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool);
});
afterEach(async () => {
  await host.close();
  await database.close();
});

const FUTURE = new Date(Date.now() + 3 * 86_400_000);
const add = (fixture: ScheduleFixture = {}) =>
  addTestSchedule(database.pool, account, { nextRunAt: FUTURE, ...fixture });
const edit = (id: string, ...options: string[]) => host.run('schedules', 'edit', id, ...options);

async function rowOf(id: string) {
  const { rows } = await database.pool.query('select * from schedules where id = $1', [id]);
  return rows[0];
}

describe('schedules add', () => {
  const ADD = ['schedules', 'add', '--name', 'x', '--cadence', 'daily', '--at', '09:00', '--to', 'a@example.com'];

  test('stores filters as reports read them', async () => {
    const filters = ['--min-beds', '3', '--min-baths', '1.5', '--subtype', 'condominium', '--max-price-percent', '70'];
    const { stdout } = await host.run(...ADD, '--account', account, '--city', 'Irvine', '--quiet', ...filters);
    expect((await rowOf(stdout.trim())).filters).toEqual({
      ...{ minbeds: 3, minbaths: 1.5, subtype: ['condominium'] },
      price: { percent: 70, of: 'list', direction: 'at_most' },
    });
  });

  test.each([
    ['a subtype that nobody knows', ['--subtype', 'castle'], /"castle" is no --subtype. Use one of apartment, /],
    ['prices the wrong way round', ['--min-price', '2', '--max-price', '1'], /minprice is above maxprice/],
    ['two limits of the median', ['--min-price-percent', '2', '--max-price-percent', '1'], /not both/],
    ['a median without a limit', ['--price-of', 'sale'], /--price-of needs/],
    ['half a bedroom too many', ['--min-beds', '2.7'], /from 0 to 50/],
  ])('refuses %s', async (_what, options, sentence) => {
    expect(await host.run(...ADD, '--account', account, '--city', 'Irvine', ...options)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(sentence),
    });
  });

  test('a fortnight may be given by its first day alone', async () => {
    const fortnight = ADD.map((word) => (word === 'daily' ? 'biweekly' : word));
    const where = ['--account', account, '--city', 'Irvine', '--anchor-date', '2026-06-09', '--quiet'];
    const { stdout } = await host.run(...fortnight, ...where);
    expect(await rowOf(stdout.trim())).toMatchObject({ anchor_date: '2026-06-09', weekly_dow: 2 });
  });

  test.each(['--name', '--cadence', '--at'])('wants %s', async (option) => {
    const given = ADD.filter((_, index) => ADD[index] !== option && ADD[index - 1] !== option);
    expect(await host.run(...given, '--account', account, '--city', 'Irvine')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`required option '${option} `),
    });
  });
});

describe('schedules edit', () => {
  test('changes what is named and nothing else, the next run neither', async () => {
    const id = await add({ cities: ['Houston'], onEmpty: 'send', sendTime: '09:00:30' });
    const before = await rowOf(id);
    const { code, stdout } = await edit(
      id,
      '--name',
      'Katy weekly',
      '--city',
      'Katy',
      '--lookback',
      '7',
      '--attach-pdf',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^changed .* \(Katy weekly\); next run /);
    expect(await rowOf(id)).toEqual({
      ...before,
      ...{ name: 'Katy weekly', cities: ['Katy'], lookback_days: 7, attach_pdf: true },
    });
    expect(await edit(id, '--no-attach-pdf')).toMatchObject({ code: 0 });
    expect((await rowOf(id)).attach_pdf).toBe(false);
  });

  test('a new time of day moves the next run into the future, and sends nothing (T10)', async () => {
    const id = await add({ sendTime: '09:00' });
    await edit(id, '--at', '07:15');
    const { next_run_at, send_time } = await rowOf(id);
    expect(send_time).toBe('07:15:00');
    expect(next_run_at.getTime()).toBeGreaterThan(Date.now());
    // A day has 25 hours where summer time ends.
    expect(next_run_at.getTime()).toBeLessThanOrEqual(Date.now() + 25 * 3_600_000);
    expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 0 });
  });

  test('an instant that is due already is still owed, once', async () => {
    const due = new Date(Date.now() - 60_000);
    const id = await add({ nextRunAt: due });
    await edit(id, '--at', '07:15');
    expect((await rowOf(id)).next_run_at).toEqual(due);
    expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 1, completed: 1 });
    expect(await allRuns(database.pool)).toHaveLength(1);
    expect((await rowOf(id)).next_run_at.getTime()).toBeGreaterThan(Date.now());
  });

  test('another cadence needs its own day, and forgets the old one', async () => {
    const id = await add({ cadence: 'weekly', weeklyDow: 1 });
    expect(await edit(id, '--cadence', 'monthly')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--day-of-month'),
    });
    await edit(id, '--cadence', 'monthly', '--day-of-month', '31');
    expect(await rowOf(id)).toMatchObject({ cadence: 'monthly', weekly_dow: null, monthly_dom: 31 });
  });

  test('a fortnight on another weekday gets another anchor; at another time it keeps its own', async () => {
    // 2026-06-08 is a Monday.
    const id = await add({ cadence: 'biweekly', weeklyDow: 1, anchorDate: '2026-06-08' });
    await edit(id, '--at', '10:00');
    expect(await rowOf(id)).toMatchObject({ anchor_date: '2026-06-08', weekly_dow: 1 });
    await edit(id, '--weekday', '3');
    const { anchor_date, weekly_dow } = await rowOf(id);
    expect([weekly_dow, new Date(`${anchor_date}T00:00:00Z`).getUTCDay()]).toEqual([3, 3]);
    expect(await edit(id, '--anchor-date', '2026-06-09')).toMatchObject({ code: 0, stderr: '' });
    expect(await rowOf(id)).toMatchObject({ anchor_date: '2026-06-09', weekly_dow: 2 });
  });

  test('a paused schedule stays paused', async () => {
    const id = await add({ status: 'paused', nextRunAt: null });
    expect((await edit(id, '--at', '10:00')).stdout).toMatch(/; it is paused\n$/);
    expect(await rowOf(id)).toMatchObject({ status: 'paused', next_run_at: null });
  });

  test('filters are replaced as a whole, and dropped by --no-filters', async () => {
    const id = await add();
    await edit(id, '--min-beds', '2', '--min-price', '100000');
    await edit(id, '--min-beds', '4');
    expect((await rowOf(id)).filters).toEqual({ minbeds: 4 });
    await edit(id, '--no-filters');
    expect((await rowOf(id)).filters).toEqual({});
  });

  test.each([
    ['nothing', [], /at least one thing to change/],
    ['a name with a line separator', ['--name', 'Katy\u2028weekly'], /printable/],
    ['a city that turns the writing round', ['--city', 'Katy\u202e'], /printable/],
    ['an impossible time', ['--at', '25:00'], /25:00/],
    ['a zone that is none', ['--timezone', 'Mars/Olympus'], /Mars\/Olympus/],
    ['a blank name', ['--name', ' '], /1 to 120/],
    ['a day that the cadence would ignore', ['--day-of-month', '15'], /A daily schedule takes no day of the month/],
    ['a weekday for every day', ['--weekday', '3'], /A daily schedule takes no weekday/],
    ['filters dropped and given', ['--no-filters', '--min-beds', '3'], /--no-filters goes with no other filter/],
  ])('%s is refused and changes nothing', async (_what, options, sentence) => {
    const id = await add();
    const before = await rowOf(id);
    expect(await edit(id, ...options)).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
    expect(await rowOf(id)).toEqual(before);
  });

  test('a deleted schedule, or none, cannot be edited', async () => {
    const id = await add({ status: 'deleted', nextRunAt: null });
    expect(await edit(id, '--at', '10:00')).toMatchObject({ code: 2, stderr: expect.stringContaining('deleted') });
    expect(await edit('00000000-0000-4000-8000-000000000000', '--at', '10:00')).toMatchObject({ code: 2 });
  });
});

test('preview shows the next instants with their windows, and who gets it', async () => {
  const id = await add({ cadence: 'weekly', weeklyDow: 1, recipients: ['a@example.com', 'gone@example.com'] });
  await database.pool.query('insert into suppressions (account_id, email, created_at) values ($1, $2, now())', [
    account,
    'GONE@example.com',
  ]);
  const { stdout } = await host.run('schedules', 'preview', id, '-n', '3');
  expect(stdout).toMatch(/^test: market_snapshot of Houston, for all\n/);
  expect(stdout.match(/^\d{4}-\d\d-\d\d 09:00 -0[56]:00 America\/Chicago {2}covers \w{3} \d+/gm)).toHaveLength(3);
  expect(stdout).toContain('to         a@example.com\nsuppressed gone@example.com\n');
  const { json } = await host.run('schedules', 'preview', id, '--json');
  expect(json()).toMatchObject({ schedule: { id }, deliverable: [{ email: 'a@example.com' }] });
  expect((json() as { reports: unknown[] }).reports).toHaveLength(10);
});
