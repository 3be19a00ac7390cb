import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isZone } from '../../src/core/time-zone.ts';
import { type ClaimRequest, claimRuns } from '../../src/runs/claim.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ max: 20 });
});
afterEach(() => database.close());

const now = new Date('2026-06-10T14:00:00Z');

const claim = (changes: Partial<ClaimRequest> = {}) =>
  claimRuns(database.pool, {
    queue: 'default',
    now,
    want: 8,
    leaseUntil: new Date(now.getTime() + 120_000),
    host: 'here',
    hostConcurrency: 8,
    accountConcurrency: 4,
    ownTokens: [],
    startedAt: now,
    isZone,
    ...changes,
  });

interface Queued {
  fairKey?: number;
  availableAt?: Date | null;
  schedule?: string;
}

async function queueRun(account: string, { fairKey = 1, availableAt = null, schedule }: Queued = {}): Promise<string> {
  const id = randomUUID();
  const scheduleId = schedule ?? (await addTestSchedule(database.pool, account, { nextRunAt: null }));
  await database.pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, fair_key, available_at, created_at)
     values ($1, $2, $3, 'manual', $4, 'queued', $5, $6, $4)`,
    [id, scheduleId, account, now, fairKey, availableAt],
  );
  return id;
}

const idsOf = (runs: { id: string }[]) => runs.map(({ id }) => id).sort();

test('ready runs are claimed under one token, with lease, attempt and reservation', async () => {
  const account = await addTestAccount(database.pool);
  const ids = [await queueRun(account), await queueRun(account)];
  const { ready, token } = await claim();
  expect(idsOf(ready)).toEqual(ids.sort());
  expect(ready).toMatchObject([
    { attempt: 1, token },
    { attempt: 1, token },
  ]);
  expect(await countOf(database.pool, `schedule_runs where status = 'running' and claim_token = $1`, [token])).toBe(2);
  expect(await countOf(database.pool, `report_generations where status = 'reserved'`)).toBe(2);
});

test('a run that waits for its time, or is of another queue, is not claimed', async () => {
  const account = await addTestAccount(database.pool);
  await queueRun(account, { availableAt: new Date(now.getTime() + 1) });
  const due = await queueRun(account, { availableAt: now });
  const other = await queueRun(account);
  await database.pool.query(`update schedule_runs set queue = 'qa:1' where id = $1`, [other]);
  expect(idsOf((await claim()).ready)).toEqual([due]);
});

test('one account’s thousand runs do not keep another’s single run waiting', async () => {
  const [big, small] = [await addTestAccount(database.pool), await addTestAccount(database.pool)];
  const schedule = await addTestSchedule(database.pool, big, { nextRunAt: null });
  for (let key = 1; key <= 40; key++) await queueRun(big, { fairKey: key, schedule });
  const single = await queueRun(small, { fairKey: 1 });
  expect(idsOf((await claim({ want: 2 })).ready)).toContain(single);
});

test('an account at its cap leaves its room to others, and its own front rows do not hide them', async () => {
  const [big, small] = [await addTestAccount(database.pool), await addTestAccount(database.pool)];
  const schedule = await addTestSchedule(database.pool, big, { nextRunAt: null });
  for (let key = 1; key <= 60; key++) await queueRun(big, { fairKey: key, schedule });
  const late = await queueRun(small, { fairKey: 1_000 });
  expect((await claim()).ready).toHaveLength(4);
  expect(idsOf((await claim({ host: 'there' })).ready)).toEqual([late]);
});

test('twenty claimers at once never pass the account’s cap', async () => {
  const account = await addTestAccount(database.pool);
  const schedule = await addTestSchedule(database.pool, account, { nextRunAt: null });
  for (let i = 0; i < 40; i++) await queueRun(account, { schedule });
  const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => claim({ want: 3, host: `h${i}` })));
  expect(claims.flatMap(({ ready }) => ready)).toHaveLength(4);
});

test('twenty claimers at once never claim a run twice', async () => {
  for (let i = 0; i < 30; i++) await queueRun(await addTestAccount(database.pool));
  const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => claim({ want: 2, host: `h${i}` })));
  const ids = claims.flatMap(({ ready }) => ready.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(30);
});

describe('the host’s concurrency', () => {
  test('counts its other processes, not other hosts', async () => {
    for (let i = 0; i < 6; i++) await queueRun(await addTestAccount(database.pool));
    await claim({ want: 3, hostConcurrency: 3 });
    expect((await claim({ want: 3, hostConcurrency: 3 })).ready).toEqual([]);
    expect((await claim({ want: 3, hostConcurrency: 3, host: 'there' })).ready).toHaveLength(3);
  });

  test('leaves what is free, and says how much that is', async () => {
    for (let i = 0; i < 6; i++) await queueRun(await addTestAccount(database.pool));
    await claim({ want: 2, hostConcurrency: 3 });
    expect(await claim({ want: 8, hostConcurrency: 3 })).toMatchObject({ slots: 1 });
  });

  test('does not count a dead process whose lease is over', async () => {
    for (let i = 0; i < 4; i++) await queueRun(await addTestAccount(database.pool));
    await claim({ want: 2, hostConcurrency: 2, leaseUntil: new Date(now.getTime() - 1) });
    expect((await claim({ want: 2, hostConcurrency: 2 })).ready).toHaveLength(2);
  });
});

describe('a rescued run', () => {
  test('is claimed first and alone', async () => {
    for (let i = 0; i < 3; i++) await queueRun(await addTestAccount(database.pool));
    const rescued = [
      await queueRun(await addTestAccount(database.pool), { fairKey: 0 }),
      await queueRun(await addTestAccount(database.pool), { fairKey: 0 }),
    ];
    const { ready } = await claim();
    expect(ready).toHaveLength(1);
    expect(rescued).toContain(ready[0]?.id);
  });

  // R7: with batches grown by quick neighbours it counted as never begun, and burned no attempt however often it killed
  // its process.
  test('is marked as begun by the claim, however large the batch', async () => {
    await queueRun(await addTestAccount(database.pool), { fairKey: 0 });
    expect((await claim({ want: 64, startedAt: null })).ready).toHaveLength(1);
    expect(await countOf(database.pool, 'schedule_runs where started_at = $1', [now])).toBe(1);
  });

  test('waits until a process holds nothing', async () => {
    await queueRun(await addTestAccount(database.pool), { fairKey: 0 });
    expect((await claim({ ownTokens: [randomUUID()] })).ready).toEqual([]);
  });
});

test('while a hold is on nothing is claimed', async () => {
  await queueRun(await addTestAccount(database.pool));
  await database.pool.query(`insert into hosts (host, hold) values ('*', true)`);
  expect((await claim()).ready).toEqual([]);
});

test('the run of a schedule that was removed is claimed and cancelled, not left for ever (R8)', async () => {
  const account = await addTestAccount(database.pool);
  await queueRun(account, { schedule: randomUUID() });
  const { ready, refused } = await claim();
  expect(ready).toEqual([]);
  expect(refused).toMatchObject([{ refusal: { status: 'cancelled', errorCode: 'schedule_deleted' } }]);
});

test('over the plan’s limit the rest of a batch is refused, with the number', async () => {
  const account = await addTestAccount(database.pool, { override: 2 });
  for (let i = 0; i < 4; i++) await queueRun(account);
  const { ready, refused } = await claim();
  expect(ready).toHaveLength(2);
  expect(refused).toMatchObject(
    Array(2).fill({ refusal: { status: 'skipped_limit', error: expect.stringMatching(/limit of 2/) } }),
  );
});

test('a claim that fails leaves nothing behind (T2)', async () => {
  const account = await addTestAccount(database.pool);
  await queueRun(account);
  await database.pool.query('alter table report_generations rename to elsewhere');
  await expect(claim()).rejects.toThrow(/report_generations/);
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'queued', attempt: 0 }]);
});
