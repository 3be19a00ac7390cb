import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverableRecipients } from '../../src/delivery/recipients.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, createSchedule, suppress } from './fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('who is left, without regard to case, and only this account’s suppressions (D8, S5)', async () => {
  const { pool } = database;
  const [account, other] = [await createAccount(pool), await createAccount(pool)];
  const schedule = await createSchedule(pool, account, [
    { email: 'Ann@Example.com', name: 'Ann' },
    { email: 'ann@example.com' },
    { email: 'bob@example.com' },
    { email: 'cat@example.com' },
  ]);
  await suppress(pool, account, 'BOB@example.com');
  await suppress(pool, other, 'cat@example.com');
  const { deliverable, suppressed } = await deliverableRecipients(pool, account, schedule);
  expect(deliverable.map(({ email }) => email)).toEqual(['ann@example.com', 'cat@example.com']);
  expect(suppressed).toEqual([{ email: 'bob@example.com' }]);
  expect(await deliverableRecipients(pool, other, schedule)).toEqual({ deliverable: [], suppressed: [] });
});

test('a schedule without recipients has none', async () => {
  const account = await createAccount(database.pool);
  const schedule = await createSchedule(database.pool, account, []);
  expect(await deliverableRecipients(database.pool, account, schedule)).toEqual({ deliverable: [], suppressed: [] });
});
