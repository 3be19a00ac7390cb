import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { addSuppression, listSuppressions, removeSuppression } from '../../src/delivery/suppression-queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, NOW, suppress } from './fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('adding says whether it was new, and whether the account exists', async () => {
  const accountId = await createAccount(database.pool);
  const ann = { accountId, email: 'ann@example.com', reason: 'complaint', now: NOW };
  expect(await addSuppression(database.pool, ann)).toBe('added');
  expect(await addSuppression(database.pool, { ...ann, reason: 'other' })).toBe('already');
  expect(await addSuppression(database.pool, { ...ann, accountId: newId() })).toBe('no_account');
  expect(await listSuppressions(database.pool, accountId)).toEqual([
    { email: 'ann@example.com', reason: 'complaint', createdAt: NOW },
  ]);
});

test('removing does not depend on case and touches one account', async () => {
  const [accountId, other] = [await createAccount(database.pool), await createAccount(database.pool)];
  await suppress(database.pool, accountId, 'Ann@Example.com');
  await suppress(database.pool, other, 'ann@example.com');
  expect(await removeSuppression(database.pool, accountId, 'ann@EXAMPLE.com')).toBe(true);
  expect(await removeSuppression(database.pool, accountId, 'ann@example.com')).toBe(false);
  expect(await listSuppressions(database.pool, other)).toHaveLength(1);
});
