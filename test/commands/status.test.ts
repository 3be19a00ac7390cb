import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { postgresSteps } from '../support/protocol-steps.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

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

const minutes = (n: number) => new Date(Date.now() - n * 60_000);
const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
const ticked = (name: string, at: Date) => sql('insert into hosts (host, last_tick_at) values ($1, $2)', [name, at]);

async function addRun(status: string, more: { errorCode?: string; age?: number; retryOf?: string } = {}) {
  const { errorCode = null, age = 10, retryOf = null } = more;
  const [id, running] = [randomUUID(), status === 'running'];
  await sql(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, claim_token, lease_until,
       created_at, started_at, finished_at, error_code, retry_of)
     values ($1, gen_random_uuid(), $2, 'schedule', $3, $4, $5, $6, $3, $3, $7, $8, $9)`,
    [
      id,
      account,
      minutes(age),
      status,
      running ? randomUUID() : null,
      running ? minutes(age - 2) : null,
      running || status === 'queued' ? null : minutes(age),
      errorCode,
      retryOf,
    ],
  );
  return id;
}

interface StatusJson {
  ok: boolean;
  attention: { code: string; what: string; todo: string }[];
  queue: { ready: number; waiting: number };
  failures: { errorCode: string; runs: number; open: number }[];
}

async function status() {
  const { code, stdout } = await host.run('status', '--json');
  const json = JSON.parse(stdout) as StatusJson;
  return { code, json, codes: json.attention.map((each) => each.code) };
}

test('after a tick with nothing wrong: exit 0, one screen, every line present', async () => {
  await host.run('tick');
  const { code, stdout } = await host.run('status');
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^all is well at \d{4}-\d\d-\d\dT[\d:]+Z$/);
  const labels = stdout.match(/^[A-Z][a-z]+(?= )/gm);
  const all = ['Hosts', 'Hold', 'Schedules', 'Queue', 'Running', 'Failures', 'Paused', 'Unknown', 'Limits'];
  expect(labels).toEqual(all);
});

describe('needs a person, exit 1:', () => {
  test('no host ticks', async () => {
    expect(await status()).toMatchObject({ code: 1, codes: ['no_tick'] });
    await ticked('gone', minutes(3 * 24 * 60));
    expect(await status()).toMatchObject({ code: 1, codes: ['no_tick'] });
  });

  test('one of two hosts fell silent; one that was taken away days ago is not missed', async () => {
    await ticked('web-1', minutes(0));
    await ticked('gone', minutes(3 * 24 * 60));
    expect(await status()).toMatchObject({ code: 0, codes: [] });
    await ticked('web-2', minutes(42));
    const { code, json, codes } = await status();
    expect({ code, codes }).toEqual({ code: 1, codes: ['host_silent'] });
    expect(json.attention[0]?.what).toBe('web-2 has not ticked for 42 min.');
  });

  describe('while hosts tick:', () => {
    beforeEach(() => ticked('web-1', minutes(0)));

    test('a hold, with its reason', async () => {
      await host.run('hold', 'on', '--reason', 'provider migrates');
      const { codes, json } = await status();
      expect(codes).toEqual(['hold']);
      expect(json.attention[0]).toMatchObject({
        what: expect.stringMatching(/provider migrates/),
        todo: expect.stringMatching(/hold off/),
      });
    });

    test('schedules are due for longer than a tick takes', async () => {
      await addTestSchedule(database.pool, account, { nextRunAt: minutes(1) });
      expect(await status()).toMatchObject({ code: 0 });
      await addTestSchedule(database.pool, account, { nextRunAt: minutes(12) });
      await addTestSchedule(database.pool, account, { nextRunAt: minutes(12), status: 'paused' });
      const { codes, json } = await status();
      expect(codes).toEqual(['overdue']);
      expect(json).toMatchObject({ schedules: { due: 2, overdue: 1 } });
    });

    test('ready runs that nobody makes', async () => {
      await addRun('queued', { age: 20 });
      expect(await status()).toMatchObject({ code: 0, json: { queue: { ready: 1, waiting: 0 } } });
      await addRun('queued', { age: 45 });
      expect(await status()).toMatchObject({ codes: ['queue_stuck'] });
    });

    test('a run that waits for its next try is not stuck', async () => {
      const id = await addRun('queued', { age: 45 });
      await sql(`update schedule_runs set available_at = now() + interval '1 hour' where id = $1`, [id]);
      expect(await status()).toMatchObject({ code: 0, json: { queue: { ready: 0, waiting: 1 } } });
    });

    test('running ones whose process is gone and whom no tick rescues', async () => {
      await addRun('running', { age: 1 });
      expect(await status()).toMatchObject({ code: 0, json: { running: { count: 1, lost: 0 } } });
      await addRun('running', { age: 30 });
      expect(await status()).toMatchObject({ codes: ['runs_lost'] });
    });

    test('failures of the last day by cause, until each is made good', async () => {
      const failed = await addRun('failed', { errorCode: 'simplyrets_unavailable' });
      const partial = await addRun('partial', { errorCode: 'delivery_failed' });
      await addRun('failed', { errorCode: 'internal', age: 25 * 60 });
      const before = await status();
      expect(before.codes).toEqual(['failures', 'failures']);
      expect(before.json.attention[0]?.todo).toMatch(/retry --failed --since 24h --code delivery_failed$/);
      await addRun('completed', { retryOf: failed });
      await addRun('failed', { retryOf: partial, errorCode: 'delivery_failed' });
      const after = await status();
      expect(after.json.failures).toMatchObject([
        { errorCode: 'delivery_failed', runs: 2, open: 1 },
        { errorCode: 'simplyrets_unavailable', runs: 1, open: 0 },
      ]);
      expect(after.codes).toEqual(['failures']);
    });

    test('a retry that failed a day later is a failure of its own; one that was cancelled makes nothing good', async () => {
      const old = await addRun('failed', { errorCode: 'internal', age: 30 * 60 });
      await addRun('failed', { retryOf: old, errorCode: 'internal', age: 20 });
      const partial = await addRun('partial', { errorCode: 'delivery_failed', age: 30 });
      await addRun('cancelled', { retryOf: partial, age: 5 });
      const { json } = await status();
      expect(json.failures).toMatchObject([
        { errorCode: 'delivery_failed', runs: 1, open: 1 },
        { errorCode: 'internal', runs: 1, open: 1 },
      ]);
    });

    test('schedules that paused themselves, not those that an operator paused', async () => {
      const own = await addTestSchedule(database.pool, account, { status: 'paused' });
      await sql(`update schedules set paused_by = 'operator' where id = $1`, [own]);
      expect(await status()).toMatchObject({ code: 0 });
      await sql(`update schedules set paused_by = 'failures', paused_reason = 'No such city.' where id = $1`, [own]);
      expect(await status()).toMatchObject({ codes: ['schedules_paused'] });
      expect((await host.run('status')).stdout).toMatch(/^Paused +1 after failures\n +test: No such city\.$/m);
    });

    test('messages whose answer was lost, for a day', async () => {
      const run = await addRun('partial', { age: 2 * 24 * 60 });
      const insert = 'insert into deliveries (run_id, recipient, status, updated_at) values ($1, $2, $3, $4)';
      await sql(insert, [run, 'a@example.com', 'unknown', minutes(2 * 24 * 60)]);
      expect(await status()).toMatchObject({ code: 0, json: { unknownDeliveries: { deliveries: 1, recent: 0 } } });
      await sql(insert, [run, 'b@example.com', 'unknown', minutes(5)]);
      const { codes, json } = await status();
      expect(codes).toEqual(['deliveries_unknown']);
      expect(json.attention[0]?.todo).toContain(run);
      expect(JSON.stringify(json)).not.toContain('@example.com');
      const again = await addRun('completed', { retryOf: run, age: 1 });
      await sql(insert, [again, 'b@example.com', 'sent', minutes(1)]);
      expect(await status()).toMatchObject({ code: 0, json: { unknownDeliveries: { deliveries: 1, recent: 0 } } });
    });

    test('an account without a plan that is known; one at its limit is only shown', async () => {
      const full = await addTestAccount(database.pool, { override: 1 });
      await addTestAccount(database.pool, { override: 0 });
      await sql(
        `insert into report_generations (id, account_id, run_id, status, created_at)
         values (gen_random_uuid(), $1, gen_random_uuid(), 'completed', now())`,
        [full],
      );
      expect(await status()).toMatchObject({ code: 0, json: { nearLimit: [{ accountId: full, decision: 'block' }] } });
      expect((await host.run('status')).stdout).toMatch(/^Limits +Harbor Realty 1 of 1 \(block\)$/m);
      await sql('update accounts set monthly_report_limit_override = 0 where id = $1', [full]);
      expect((await host.run('status')).stdout).toMatch(/^Limits +Harbor Realty 1 of 0 \(block\)$/m);
      await addTestAccount(database.pool, { plan: 'gone' });
      expect(await status()).toMatchObject({ codes: ['account_denied'] });
    });
  });
});

test('whatever is wrong, it fits into 80 columns and each line says what to do', async () => {
  await ticked('a-host-with-a-long-name.internal.example.com', minutes(60));
  await host.run('hold', 'on', '--reason', 'the provider of our mail service migrates to another data centre tonight');
  for (let i = 0; i < 9; i += 1) await addRun('failed', { errorCode: `a_rather_long_cause_of_a_failure_number_${i}` });
  const schedule = await addTestSchedule(database.pool, account, { status: 'paused' });
  await sql(`update schedules set paused_by = 'invalid', paused_reason = repeat('No such zone. ', 9) where id = $1`, [
    schedule,
  ]);
  const { code, stdout } = await host.onTerminal(80, 'status');
  expect(code).toBe(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  const lines = stdout.replace(/\u001b\[\d+m/g, '').split('\n');
  expect(lines.filter((line) => line.length > 80 && !line.includes('--code'))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('! ')).length).toBe(12);
  expect(stdout).toContain('and 4 more');
});

describe('--watch', () => {
  test('redraws on a terminal until it is told to stop, and ends with 0', async () => {
    const stop = new AbortController();
    let screens = 0;
    const watching = host.runWith(
      {
        columns: 80,
        stop: stop.signal,
        onStdout: (text) => {
          screens += text.split('\u001b[H').length - 1;
          if (screens === 2) stop.abort();
        },
      },
      'status',
      '--watch',
      '1',
    );
    expect(await watching).toMatchObject({ code: 0, stderr: '' });
    expect(screens).toBe(2);
  });

  test('begun while the database is away, it finds the database when that is back', async () => {
    const proxy = await startTcpProxy(Number(new URL(database.url).port), postgresSteps);
    onTestFinished(() => proxy.close());
    proxy.gate = () => 'cut';
    const through = new URL(database.url);
    through.port = String(proxy.port);
    host.env.DATABASE_URL = through.href;
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = host.runWith(
      {
        columns: 80,
        stop: stop.signal,
        onStdout: (text) => {
          seen.push(text);
          proxy.gate = () => 'pass';
          if (/Queue|does not answer.*does not answer/s.test(seen.join(''))) stop.abort();
        },
      },
      'status',
      '--watch',
      '1',
    );
    expect(await watching).toMatchObject({ code: 0 });
    expect(seen.join('')).toMatch(/The database does not answer.*Queue/s);
  });

  test('is refused in a pipe', async () => {
    expect(await host.run('status', '--watch')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/needs a terminal/),
    });
    expect(await host.onTerminal(80, 'status', '--watch', '--json')).toMatchObject({ code: 2 });
  });
});

test('a database that is not there: 69', async () => {
  host.env.DATABASE_URL = 'postgres://127.0.0.1:1/none';
  expect(await host.run('status')).toMatchObject({ code: 69 });
});
