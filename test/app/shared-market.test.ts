import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';
import { runProgram } from '../support/program.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { tickAt } from './tick-at.ts';

// Through whole ticks: how often the vendor is asked, what is kept, and what the reports say.
let database: TestDatabase;
let smtp: TestSmtpServer;
let feed: FeedServer;
let cwd: string;
let env: Record<string, string>;
let now: Date;
let requestsPerReport: number;

const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

beforeAll(async () => {
  await open();
  await dueOf(await addTestAccount(database.pool), ['Houston']);
  await tickOf(now);
  requestsPerReport = answered();
  await close();
});
beforeEach(open);
afterEach(close);

async function open(): Promise<void> {
  now = new Date();
  const houses = [1, 2, 3, 4, 5, 6].map((id) => rawHouse(id));
  const sales = [11, 12, 13, 14, 15].map((id) => soldHouse(id, daysAgo(id), { address: { city: 'Houston' } }));
  [database, smtp, feed, cwd] = await Promise.all([
    createTestDatabase(),
    startSmtpServer(),
    startFeedServer({
      rows: [...houses, ...sales, rawHouse(31, { address: { city: 'Katy' } })],
      username: 'vendor-user',
      password: 'vendor-password',
    }),
    mkdtemp(join(tmpdir(), 'reportctl-shared-')),
  ]);
  env = {
    DATABASE_URL: database.url,
    SIMPLYRETS_USERNAME: 'vendor-user',
    SIMPLYRETS_PASSWORD: 'vendor-password',
    SIMPLYRETS_BASE_URL: feed.url,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
    LOG_LEVEL: 'silent',
  };
}

async function close(): Promise<void> {
  await Promise.all([database.close(), smtp.close(), feed.close(), rm(cwd, { recursive: true })]);
}

/** Without the steps that read a market's past: what they ask is test/app/market-history.test.ts's. */
async function tickOf(instant: Date, more: Record<string, string> = {}) {
  await database.pool.query('delete from market_backfills');
  return tickAt(instant, { env: { ...env, ...more }, cwd });
}

const dueOf = (account: string, cities: string[], recipient = 'reader@example.com') =>
  addTestSchedule(database.pool, account, {
    cities,
    recipients: [recipient],
    nextRunAt: new Date(now.getTime() - 1_000),
  });

/** One of several processes would read a market's past that another one asked for. */
const NO_BACKFILLS = `create function nothing() returns trigger language plpgsql as $$ begin return null; end $$;
  create trigger no_backfills before insert on market_backfills for each row execute function nothing()`;

/** Requests that got an answer: one that came too soon after others was told to wait, and came again. */
const answered = (city = ''): number =>
  feed.requests.filter(({ status, query }) => status === 200 && query.getAll('cities').join().includes(city)).length;

/** How often the vendor was asked for the whole of what one report asks for. */
const fetchSets = (city = ''): number => answered(city) / requestsPerReport;

async function modelTexts(): Promise<string[]> {
  const { rows } = await database.pool.query<{ model: string }>(
    'select model::text from report_generations order by id',
  );
  return rows.map(({ model }) => model);
}

/** A message's bodies without the link that is one recipient's alone. */
async function bodiesOf(raw: Buffer): Promise<string> {
  const { html, text } = await simpleParser(raw);
  return `${html || ''}\n${text ?? ''}`.replace(/https:\/\/reports\.example\.com\/unsubscribe\S*/g, 'UNSUBSCRIBE');
}

test('300 schedules of one city in one tick: one fetch set, 300 reports (C3)', async () => {
  const accounts = [await addTestAccount(database.pool), await addTestAccount(database.pool)];
  const recipients = Array.from({ length: 300 }, (_, i) => `r${i}@example.com`);
  await Promise.all(recipients.map((recipient, i) => dueOf(accounts[i % 2] ?? '', ['Houston'], recipient)));
  // A tick stops claiming after 50 s, which a busy machine may need more than.
  expect(await tickOf(now, { CONCURRENCY: '16', TICK_BUDGET_SECONDS: '170' })).toMatchObject({
    completed: 300,
    failed: 0,
  });
  expect(fetchSets()).toBe(1);
  expect(new Set(await modelTexts()).size).toBe(1);
  expect(smtp.messages).toHaveLength(300);
});

test('without any cache a process still asks each question once', async () => {
  const account = await addTestAccount(database.pool);
  for (let i = 0; i < 12; i++) await dueOf(account, ['Houston'], `r${i}@example.com`);
  const bypass = { REDIS_URL: 'redis://127.0.0.1:1', CACHE_REQUIRED: 'false', CONCURRENCY: '2' };
  expect(await tickOf(now, bypass)).toMatchObject({ completed: 12 });
  expect(fetchSets()).toBe(1);
});

test('another city is another question', async () => {
  const account = await addTestAccount(database.pool);
  for (const city of ['Houston', 'Katy', 'Houston']) await dueOf(account, [city]);
  await tickOf(now);
  expect(fetchSets('Houston')).toBe(1);
  expect(fetchSets('Katy')).toBe(1);
});

test('three processes at the same time make one fetch set (C3)', async () => {
  const account = await addTestAccount(database.pool);
  for (let i = 0; i < 24; i++) await dueOf(account, ['Houston'], `r${i}@example.com`);
  await database.pool.query(NO_BACKFILLS);
  const inThree = { ...env, SIMPLYRETS_CACHE: 'true', TICK_BUDGET_SECONDS: '170' };
  const ticks = [1, 2, 3].map(() => runProgram(['tick', '--json'], { env: inThree, cwd }));
  expect((await Promise.all(ticks)).map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await countOf(database.pool, `schedule_runs where status = 'completed'`)).toBe(24);
  expect(fetchSets()).toBe(1);
});

test('an hour later the figures are made anew', async () => {
  const account = await addTestAccount(database.pool);
  await dueOf(account, ['Houston']);
  await tickOf(now);
  const later = async (ms: number) => {
    await dueOf(account, ['Houston']);
    await database.pool.query('update schedules set next_run_at = $1 where next_run_at <= $2', [now, new Date()]);
    await tickOf(new Date(now.getTime() + ms));
    return fetchSets();
  };
  expect(await later(3_599_999)).toBe(1);
  expect(await later(3_600_000)).toBe(2);
});

test('hit and miss give byte-identical reports (C4)', async () => {
  const account = await addTestAccount(database.pool);
  const bodies: string[] = [];
  const tickOnce = async (more?: Record<string, string>) => {
    smtp.messages.length = 0;
    await dueOf(account, ['Houston']);
    expect(await tickOf(now, more)).toMatchObject({ completed: 1 });
    bodies.push(await bodiesOf(smtp.messages[0]?.raw ?? Buffer.alloc(0)));
    return fetchSets();
  };
  expect(await tickOnce()).toBe(1); // a miss
  expect(await tickOnce()).toBe(1); // figures from the cache
  await database.pool.query('truncate cache_entries');
  expect(await tickOnce({ SIMPLYRETS_CACHE: 'true' })).toBe(2); // a miss that stores listings too
  await database.pool.query(`delete from cache_entries where key like '%market_stats%'`);
  expect(await tickOnce({ SIMPLYRETS_CACHE: 'true' })).toBe(2); // figures anew, from cached listings
  await database.pool.query('truncate cache_entries');
  expect(await tickOnce({ REDIS_URL: 'redis://127.0.0.1:1', CACHE_REQUIRED: 'false' })).toBe(3); // no cache at all
  expect(new Set(await modelTexts()).size).toBe(1);
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).toContain('Houston');
});

test('no tenant’s data is in a shared entry, and none in another tenant’s report (C3, S5)', async () => {
  const markers = ['alpha', 'beta'];
  for (const marker of markers) {
    const account = await addTestAccount(database.pool, { postalAddress: `1 ${marker}-postal St` });
    await database.pool.query(
      `update accounts set name = $2, brand_name = $3, owner_email = $4, brand_reply_to = $5, brand_color = $6,
         brand_logo_url = $7 where id = $1`,
      [
        account,
        `${marker}-account`,
        `${marker}-brand`,
        `${marker}-owner@example.com`,
        `${marker}-reply@example.com`,
        marker === 'alpha' ? '#0a1b2c' : '#3d4e5f',
        `https://cdn.example.com/${marker}-logo.png`,
      ],
    );
    const schedule = await dueOf(account, ['Houston'], `${marker}-reader@example.com`);
    await database.pool.query('update schedules set name = $2 where id = $1', [schedule, `${marker}-schedule`]);
  }
  expect(await tickOf(now, { SIMPLYRETS_CACHE: 'true' })).toMatchObject({ completed: 2 });
  expect(fetchSets()).toBe(1);
  const { rows } = await database.pool.query<{ entry: string }>('select key || value as entry from cache_entries');
  expect(rows.filter(({ entry }) => entry.includes('market_stats'))).toHaveLength(1);
  expect(rows.length).toBeGreaterThan(1); // the answers
  for (const { entry } of rows) {
    expect(entry).not.toMatch(/alpha|beta|0a1b2c|3d4e5f|vendor-user|vendor-password/);
    for (const { id, schedule_id } of await allRuns(database.pool)) expect(entry).not.toMatch(`${id}|${schedule_id}`);
  }
  for (const { to, raw } of smtp.messages) {
    const own = to.join().startsWith('alpha') ? 'alpha' : 'beta';
    const text = `${raw}${await bodiesOf(raw)}`;
    expect(text).toContain(`${own}-brand`);
    expect(text).toContain(`Reply to this message: it reaches ${own}-brand`);
    expect(text).not.toContain(own === 'alpha' ? 'beta-' : 'alpha-');
  }
});

test('another vendor account does not get this one’s figures (S5)', async () => {
  const account = await addTestAccount(database.pool);
  await dueOf(account, ['Houston']);
  await tickOf(now);
  await dueOf(account, ['Houston']);
  await tickOf(now, { SIMPLYRETS_BASE_URL: feed.url.replace('127.0.0.1', 'localhost') });
  expect(fetchSets()).toBe(2);
});

test('what is empty or failed is asked for again (C5)', async () => {
  const account = await addTestAccount(database.pool);
  for (const sets of [1, 2]) {
    await dueOf(account, ['Galveston']);
    await tickOf(now);
    expect(fetchSets('Galveston')).toBe(sets);
  }
  await dueOf(account, ['Houston']);
  // The vendor refuses for good: no retry within the request.
  feed.faults.push(...Array.from({ length: 20 }, () => ({ kind: 'status', status: 401 }) as const));
  expect(await tickOf(now)).toMatchObject({ completed: 0 });
  expect(await countOf(database.pool, `cache_entries where key not like '%-lock:%'`)).toBe(0);
  feed.faults.length = 0;
  await database.pool.query('update schedule_runs set available_at = null');
  expect(await tickOf(now)).toMatchObject({ completed: 1 });
});
