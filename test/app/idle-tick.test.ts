import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idleTick } from '../../src/app/idle-tick.ts';
import { feedIdOf } from '../../src/app/vendor-account.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
});
afterEach(() => Promise.all([database.close(), host.close()]));

async function idle(changes: Record<string, string | undefined> = {}) {
  const [out, err]: string[][] = [[], []];
  const sink = (lines: string[] | undefined) => ({ write: (text: string) => lines?.push(text) ?? true });
  const io = { env: { ...host.env, ...changes }, cwd: host.cwd, stdout: sink(out), stderr: sink(err) };
  const code = await idleTick(io as unknown as Parameters<typeof idleTick>[0]);
  return { code, stdout: out?.join(''), stderr: err?.join('') };
}

test('with nothing to do it says so as the command does, and notes its host', async () => {
  const own = await idle();
  expect(await countOf(database.pool, 'hosts where last_tick_at is not null')).toBe(1);
  expect(own).toEqual({ code: 0, stdout: 'nothing due\n', stderr: '' });
  expect(await host.run('tick')).toMatchObject(own);
});

const notice = (status: string, dueAt: string) =>
  database.pool.query(
    `insert into notices (id, account_id, kind, period, status, created_at, due_at)
     values (gen_random_uuid(), gen_random_uuid(), 'limit_reached', '2026-06', '${status}', now(), ${dueAt})`,
  );

test('a notice that was sent, waits for its next try or for the end of a hold is nothing to do', async () => {
  await notice('sent', `now() - interval '1 minute'`);
  await notice('pending', `now() + interval '1 minute'`);
  expect(await idle()).toMatchObject({ code: 0, stdout: 'nothing due\n' });
  await database.pool.query(`update notices set due_at = now() - interval '1 minute'`);
  await host.run('hold', 'on');
  expect(await idle()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^nothing due; a hold is on/) });
});

const past = (vendorAccount: string) =>
  database.pool.query(
    `insert into market_backfills (area, property_types, feed_id, cities, postal_codes, timezone, requested_at, due_at)
     values ('a', 'RES', $1, '{Houston}', '{}', 'America/Chicago', now(), now() - interval '1 minute')`,
    [feedIdOf(vendorAccount)],
  );

test("a market's past that another vendor account can read is nothing to do", async () => {
  await past('another account');
  expect(await idle()).toMatchObject({ code: 0, stdout: 'nothing due\n' });
});

describe('leaves to the command, without a word,', () => {
  const nothing = { code: undefined, stdout: '', stderr: '' };
  const run = (status: string, more: string) =>
    database.pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, claim_token, lease_until)
       values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'manual', now(), '${status}', now(), ${more})`,
    );

  test('a due schedule', async () => {
    await addTestSchedule(database.pool, await addTestAccount(database.pool));
    expect(await idle()).toEqual(nothing);
  });

  test('a notice that is due', async () => {
    await notice('pending', `now() - interval '1 minute'`);
    expect(await idle()).toEqual(nothing);
  });

  test('a notice whose sender died', async () => {
    await notice('sending', `now() - interval '1 minute'`);
    expect(await idle()).toEqual(nothing);
  });

  test('a run that is ready', async () => {
    await run('queued', 'null, null');
    expect(await idle()).toEqual(nothing);
  });

  test('a run whose process died', async () => {
    await run('running', `gen_random_uuid(), now() - interval '1 minute'`);
    expect(await idle()).toEqual(nothing);
  });

  test("a market's past that this host can read", async () => {
    await past('sample');
    expect(await idle()).toEqual(nothing);
  });

  test('the embedded database', async () => {
    expect(await idle({ DATABASE_URL: 'embedded' })).toEqual(nothing);
    expect(await idle({ DATABASE_URL: undefined })).toEqual(nothing);
  });
});

describe('says what waits all the same, and why', () => {
  const plant = (status: string, more: string) =>
    database.pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, claim_token,
         lease_until, available_at)
       values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'manual', now(), '${status}', now(), ${more})`,
    );
  const LATER = '2099-01-01T00:00:00.000Z';

  test('runs that are tried again later, and one that another tick holds', async () => {
    await plant('queued', `null, null, '${LATER}'`);
    await plant('queued', `null, null, '2099-01-02T00:00:00Z'`);
    await plant('running', `gen_random_uuid(), '${LATER}', null`);
    const own = await idle();
    expect(own.stdout).toBe(
      `nothing due; 2 runs wait for another try at ${LATER}; ` +
        `1 run is held by a tick, whose lease ends at ${LATER} unless it is renewed\n`,
    );
    expect(await host.run('tick')).toMatchObject(own);
  });

  test('a hold, with its reason and its end', async () => {
    await host.run('hold', 'on', '--reason', 'migration');
    const own = await idle();
    expect(own.stdout).toBe('nothing due; a hold is on (migration); end it with: reportctl hold off\n');
    await plant('queued', 'null, null, null');
    expect(await idle()).toMatchObject({ code: undefined });
    expect((await host.run('tick')).stdout).toContain('a hold is on (migration) and 1 run waits;');
  });
});

// A crontab that is wrong must say so in the idle minutes too, and in the command's own words.
test.each([
  ['a database that is not there', { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, 69],
  ['no feed', { LISTINGS_FEED: undefined }, 78],
  ['no mail transport', { MAIL_TRANSPORT: undefined }, 78],
  ['a setting that makes no sense', { CONCURRENCY: 'many' }, 78],
  [
    'the demo account',
    { LISTINGS_FEED: 'simplyrets', SIMPLYRETS_USERNAME: 'simplyrets', SIMPLYRETS_PASSWORD: 'simplyrets' },
    78,
  ],
])('%s is refused as the command refuses it', async (_what, changes, code) => {
  const own = await idle(changes);
  expect(own).toMatchObject({ code, stdout: '' });
  Object.assign(host.env, changes);
  expect(await host.run('tick')).toMatchObject(own);
});

test('a schema that it does not know is refused (T12)', async () => {
  const empty = await createTestDatabase({ empty: true });
  expect(await idle({ DATABASE_URL: empty.url })).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('db migrate'),
  });
  await empty.close();
});
