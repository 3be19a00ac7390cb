import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareCatalogues, readCatalogue } from '../../src/db/catalogue.ts';
import expected from '../../src/db/expected-schema.json' with { type: 'json' };
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

// After a new migration: npx vitest run test/db/catalogue.test.ts -u
test('the expected schema is what the migrations make', async () => {
  const made = await readCatalogue(database.pool);
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot('../../src/db/expected-schema.json');
  expect(Object.keys(made).length).toBeGreaterThan(150);
});

test.each([
  ['drop index schedules_due', [{ name: 'index schedules.schedules_due', kind: 'missing' }]],
  ['drop table notices', [{ name: 'table notices', kind: 'missing' }]],
  ['alter table hosts drop column hold', [{ name: 'column hosts.hold', kind: 'missing' }]],
  ['alter table hosts add column extra text', [{ name: 'column hosts.extra', kind: 'unexpected', found: 'text' }]],
  ['create table extra (id integer primary key)', [{ name: 'table extra', kind: 'unexpected' }]],
  [
    'alter table hosts alter column hold drop not null',
    [{ name: 'column hosts.hold', kind: 'changed', found: 'boolean default false' }],
  ],
  [
    'alter table plans drop constraint plans_monthly_report_limit_check',
    [{ name: 'constraint plans.plans_monthly_report_limit_check', kind: 'missing' }],
  ],
  ['alter table cache_entries set logged', [{ name: 'table cache_entries', kind: 'changed', found: 'logged' }]],
  [
    'drop index schedules_due; create index schedules_due on schedules (next_run_at)',
    [{ name: 'index schedules.schedules_due', kind: 'changed' }],
  ],
])('%s is named as drift', async (statement, drift) => {
  await database.pool.query(statement);
  expect(compareCatalogues(expected, await readCatalogue(database.pool))).toMatchObject(drift);
});

test('the same schema under another name is no drift', async () => {
  await database.pool.query('alter schema public rename to reports');
  await database.pool.query(`alter database ${new URL(database.url).pathname.slice(1)} set search_path = reports`);
  const { openPool } = await import('../../src/db/pool.ts');
  const pool = openPool(database.url, { max: 1 });
  expect(compareCatalogues(expected, await readCatalogue(pool))).toEqual([]);
  await pool.end();
});
