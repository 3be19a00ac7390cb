import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import {
  addSuppressions,
  countSuppressed,
  countSuppressions,
  listSuppressions,
  removeSuppressions,
} from '../../src/delivery/suppression-queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, NOW, suppress } from './fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('adding says how many were new, and whether the account exists', async () => {
  const accountId = await createAccount(database.pool);
  const ann = { accountId, emails: ['ann@example.com'], reason: 'complaint', now: NOW };
  expect(await addSuppressions(database.pool, ann)).toBe(1);
  expect(await addSuppressions(database.pool, { ...ann, reason: 'other' })).toBe(0);
  expect(await addSuppressions(database.pool, { ...ann, accountId: newId() })).toBeUndefined();
  expect(await listSuppressions(database.pool, accountId)).toEqual([
    { email: 'ann@example.com', reason: 'complaint', createdAt: NOW },
  ]);
});

test('an address that another system wrote in capitals is not added a second time (D8)', async () => {
  const accountId = await createAccount(database.pool);
  await suppress(database.pool, accountId, 'Ann@Example.com');
  const request = { accountId, emails: ['ann@example.com', 'bob@example.com'], reason: 'import', now: NOW };
  expect(await addSuppressions(database.pool, request)).toBe(1);
  expect(await countSuppressions(database.pool, accountId)).toBe(2);
  expect(await countSuppressed(database.pool, accountId, ['ann@example.com', 'cat@example.com'])).toBe(1);
  expect(await listSuppressions(database.pool, accountId, 1)).toHaveLength(1);
});

test('removing does not depend on case and touches one account', async () => {
  const [accountId, other] = [await createAccount(database.pool), await createAccount(database.pool)];
  await suppress(database.pool, accountId, 'Ann@Example.com');
  await suppress(database.pool, other, 'ann@example.com');
  expect(await removeSuppressions(database.pool, accountId, ['ann@example.com'])).toBe(1);
  expect(await removeSuppressions(database.pool, accountId, ['ann@example.com'])).toBe(0);
  expect(await listSuppressions(database.pool, other)).toHaveLength(1);
});
