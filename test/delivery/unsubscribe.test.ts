import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { listSuppressions } from '../../src/delivery/suppression-queries.ts';
import { applyUnsubscribe } from '../../src/delivery/unsubscribe.ts';
import { createToken } from '../../src/delivery/unsubscribe-token.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, NOW, SECRET } from './fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a token takes one address off one account’s list, once', async () => {
  const accountId = await createAccount(database.pool);
  const other = await createAccount(database.pool);
  const token = createToken(SECRET, { accountId, email: 'ann@example.com' });
  const apply = () => applyUnsubscribe(database.pool, { secret: SECRET, token, now: NOW });
  expect(await apply()).toEqual({ accountId, email: 'ann@example.com', added: true });
  expect(await apply()).toMatchObject({ added: false });
  expect(await listSuppressions(database.pool, accountId)).toEqual([
    { email: 'ann@example.com', reason: 'unsubscribed', createdAt: NOW },
  ]);
  expect(await listSuppressions(database.pool, other)).toEqual([]);
});

test('the account may be gone', async () => {
  const token = createToken(SECRET, { accountId: newId(), email: 'ann@example.com' });
  const attempt = applyUnsubscribe(database.pool, { secret: SECRET, token, now: NOW });
  await expect(attempt).rejects.toMatchObject({ exitCode: 2, code: 'no_account' });
});

test('a bad token writes nothing', async () => {
  const accountId = await createAccount(database.pool);
  const token = createToken('some other secret of 16', { accountId, email: 'ann@example.com' });
  await expect(applyUnsubscribe(database.pool, { secret: SECRET, token, now: NOW })).rejects.toMatchObject({
    code: 'bad_token',
  });
  expect(await listSuppressions(database.pool, accountId)).toEqual([]);
});
