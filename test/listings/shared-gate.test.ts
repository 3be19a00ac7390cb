import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSharedGate, type SharedGateOptions } from '../../src/listings/shared-gate.ts';
import { bundledScript } from '../support/bundled-once.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse } from '../support/feed/row.ts';
import { startFeedServer } from '../support/feed-server.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate rate_limits'));

const never = new AbortController().signal;
const NOW = new Date('2026-03-10T18:00:00Z');
const gateOf = (options: Partial<SharedGateOptions> = {}) =>
  createSharedGate({
    db: database.pool,
    clock: { now: () => NOW },
    credential: { baseUrl: 'https://api.simplyrets.com', username: 'key' },
    dailyLimit: null,
    ...options,
  });

async function storedLimit() {
  const { rows } = await database.pool.query<{ recent: Date[]; used_today: number; credential: string }>(
    'select recent, used_today, credential from rate_limits',
  );
  return rows[0];
}

describe('16 processes with one credential', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function startChild(url: string): Promise<ChildProcess> {
    const file = await bundledScript('shared-gate-child', new URL('./shared-gate-child.ts', import.meta.url));
    const child = spawn(process.execPath, [file, database.url, url, '2'], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    if (child.stdout) await once(child.stdout, 'data');
    return child;
  }

  async function outputOf(child: ChildProcess): Promise<number[]> {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    return JSON.parse(text) as number[];
  }

  test('send no more than five requests within any second (V7)', { timeout: 120_000 }, async () => {
    const server = await startFeedServer({ rows: [rawHouse(1)], requestsPerSecond: 1_000 });
    const started: ChildProcess[] = [];
    for (let pair = 0; pair < 8; pair += 1) {
      started.push(...(await Promise.all([startChild(server.url), startChild(server.url)])));
    }
    const outputs = started.map((child) => outputOf(child));
    for (const child of started) child.stdin?.write('go\n');
    // Counted where they are sent: on a busy machine our server, too, sees late what came in time.
    const sent = (await Promise.all(outputs)).flat().sort((a, b) => a - b);
    await server.close();
    expect([sent.length, server.requests.length]).toEqual([32, 32]);
    const inSecondFrom = (from: number) => sent.filter((at) => at >= from && at < from + 1_000).length;
    expect(Math.max(...sent.map(inSecondFrom))).toBeLessThanOrEqual(5);
    expect((await storedLimit())?.used_today).toBeGreaterThanOrEqual(32);
  });
});

test('requests are let through in the order of their coming, also those of two gates', async () => {
  // Nobody is to come too late for a slot on a busy machine, and to ask again behind the next.
  const options = { perWindow: 1, windowMs: 60, toleranceMs: 1_000 };
  const gates = [gateOf(options), gateOf(options)];
  const order: number[] = [];
  const waits: Promise<unknown>[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    waits.push(Promise.resolve(gates[turn % 2]?.acquire(never)).then(() => order.push(turn)));
    // The next one comes when this one has its slot.
    for (let taken = 0; taken <= turn; taken = (await storedLimit())?.used_today ?? 0);
  }
  await Promise.all(waits);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});

test('credentials do not wait for each other, nor does a test server wait for the vendor', async () => {
  const options = { perWindow: 1, windowMs: 3_600_000, toleranceMs: 60_000 };
  await gateOf(options).acquire(never);
  await gateOf({ ...options, credential: { baseUrl: 'https://api.simplyrets.com', username: 'other' } }).acquire(never);
  await gateOf({ ...options, credential: { baseUrl: 'http://127.0.0.1:1', username: 'key' } }).acquire(never);
  expect((await database.pool.query('select from rate_limits')).rowCount).toBe(3);
});

test('neither user nor address of the credential is stored', async () => {
  await gateOf().acquire(never);
  expect((await storedLimit())?.credential).toMatch(/^[0-9a-f]{64}$/);
});

test('a slot beyond the deadline is refused at once, not taken, and says when', async () => {
  const gate = gateOf({ perWindow: 1, windowMs: 3_600_000, toleranceMs: 60_000 });
  await gate.acquire(never);
  const before = await storedLimit();
  const refusal = await gate.acquire(never, performance.now() + 5_000).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'simplyrets_slot_beyond_deadline', exitCode: 69, scope: 'system' });
  const inMs = (refusal as { availableAt: Date }).availableAt.getTime() - NOW.getTime();
  expect(inMs).toBeGreaterThan(3_500_000);
  expect(inMs).toBeLessThanOrEqual(3_661_000);
  expect(await storedLimit()).toEqual(before);
});

test("the day's requests are counted over all processes; then work waits for midnight UTC", async () => {
  const gates = [gateOf({ dailyLimit: 3 }), gateOf({ dailyLimit: 3 })];
  const outcomes = await Promise.allSettled([0, 1, 0, 1, 0].map((index) => gates[index]?.acquire(never)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const refusal = await gateOf({ dailyLimit: 3 })
    .acquire(never)
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'simplyrets_day_spent' });
  const { rows } = await database.pool.query<{ ms: number }>(
    `select extract(epoch from date_trunc('day', now() at time zone 'UTC') + interval '1 day' - now() at time zone 'UTC')::float8 * 1000 as ms`,
  );
  const inMs = (refusal as { availableAt: Date }).availableAt.getTime() - NOW.getTime();
  // A little after it: the clock of whoever waits may be behind the database's.
  expect(inMs - (rows[0]?.ms ?? 0)).toBeGreaterThanOrEqual(5_000);
  expect(inMs - (rows[0]?.ms ?? 0)).toBeLessThan(60_000);
});

test('a new day begins at zero', async () => {
  const gate = gateOf({ dailyLimit: 1 });
  await gate.acquire(never);
  await database.pool.query("update rate_limits set day = day - 1, recent = '{}'");
  await gate.acquire(never);
  expect((await storedLimit())?.used_today).toBe(1);
  await expect(gate.acquire(never)).rejects.toMatchObject({ code: 'simplyrets_day_spent' });
});

test('who gives up while waiting leaves at once with its own reason, and the next in line is served', async () => {
  const gate = gateOf({ perWindow: 1, windowMs: 2_000 });
  await gate.acquire(never);
  const impatient = new AbortController();
  const waiting = gate.acquire(impatient.signal);
  const next = gate.acquire(never);
  for (let taken = 0; taken < 3; taken = (await storedLimit())?.used_today ?? 0);
  impatient.abort(new Error('the run was stopped'));
  await expect(waiting).rejects.toThrow('the run was stopped');
  await next;
  await expect(gate.acquire(impatient.signal)).rejects.toThrow('the run was stopped');
  expect((await storedLimit())?.used_today).toBe(3);
});
