import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { createTokenBudget } from '../../src/insights/token-budget.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let now = new Date('2025-06-02T23:59:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  now = new Date('2025-06-02T23:59:00Z');
  await database.pool.query('truncate rate_limits');
});
afterAll(() => database.close());

const budgetOf = (dailyTokens: number, apiKey = 'sk-one', db = database.pool) =>
  createTokenBudget({ db, clock: { now: () => now }, apiKey, dailyTokens });

test('grants up to the cap, exactly', async () => {
  const budget = budgetOf(100);
  expect(await budget.reserve(101)).toBeNull();
  expect(await budget.reserve(60)).not.toBeNull();
  expect(await budget.reserve(41)).toBeNull();
  expect(await budget.reserve(40)).not.toBeNull();
  expect(await budget.reserve(1)).toBeNull();
});

test('what was not used is given back', async () => {
  const budget = budgetOf(100);
  await (await budget.reserve(90))?.(10);
  expect(await budget.reserve(91)).toBeNull();
  expect(await budget.reserve(90)).not.toBeNull();
});

test('what is not known to be used stays counted', async () => {
  const budget = budgetOf(100);
  await (await budget.reserve(90))?.(null);
  expect(await budget.reserve(11)).toBeNull();
});

test('fifty at once over several connections: exactly ten are granted', async () => {
  const pools = Array.from({ length: 3 }, () => openPool(database.url, { max: 5 }));
  const attempts = Array.from({ length: 50 }, (_, i) => budgetOf(100, 'sk-one', pools[i % 3]).reserve(10));
  const granted = (await Promise.all(attempts)).filter((settle) => settle !== null);
  expect(granted).toHaveLength(10);
  await Promise.all(pools.map((pool) => pool.end()));
});

test('a new UTC day begins at nothing, and a settlement of yesterday does not reach it', async () => {
  const budget = budgetOf(100);
  const settle = await budget.reserve(100);
  now = new Date('2025-06-03T00:00:00Z');
  expect(await budget.reserve(70)).not.toBeNull();
  await settle?.(0);
  expect(await budget.reserve(31)).toBeNull();
  expect(await budget.reserve(30)).not.toBeNull();
});

test('each key has its own count, and the key itself is not stored', async () => {
  expect(await budgetOf(100, 'sk-one').reserve(100)).not.toBeNull();
  expect(await budgetOf(100, 'sk-two').reserve(100)).not.toBeNull();
  const { rows } = await database.pool.query<{ credential: string }>('select credential from rate_limits');
  expect(JSON.stringify(rows)).not.toContain('sk-');
});
