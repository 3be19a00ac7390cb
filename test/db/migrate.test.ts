import { afterEach, expect, test } from 'vitest';
import { assertSchemaKnown, migrate, readSchemaState } from '../../src/db/migrate.ts';
import { LATEST_VERSION, readMigrations } from '../../src/db/migrations.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openPatientPool } from '../support/patient-pool.ts';

let database: TestDatabase;
afterEach(() => database.close());

test('twenty processes that migrate at once apply each migration once', async () => {
  database = await createTestDatabase({ empty: true });
  const pools = Array.from({ length: 20 }, () => openPatientPool(database.url, { max: 1 }));
  const applied = await Promise.all(pools.map((pool) => migrate(pool, new Date())));
  await Promise.all(pools.map((pool) => pool.end()));
  // Several may take turns.
  expect(applied.flat().sort((a, b) => a - b)).toEqual(readMigrations().map(({ version }) => version));
});

test('the program knows its own newest migration', async () => {
  database = await createTestDatabase({ empty: true });
  expect(readMigrations().at(-1)?.version).toBe(LATEST_VERSION);
});

test('a migration that fails leaves nothing behind', async () => {
  database = await createTestDatabase({ empty: true });
  await database.pool.query('create table hosts (host text)'); // collides with the last table of 0001
  await expect(migrate(database.pool, new Date())).rejects.toThrow(/hosts/);
  expect(await readSchemaState(database.pool)).toEqual({ version: 0, compatibleFrom: 0 });
  const { rows } = await database.pool.query(`select to_regclass('plans') as plans`);
  expect(rows).toEqual([{ plans: null }]);
});

test('the plans are seeded', async () => {
  database = await createTestDatabase();
  const { rows } = await database.pool.query('select slug, monthly_report_limit from plans order by slug');
  expect(rows).toEqual([
    { slug: 'free', monthly_report_limit: 3 },
    { slug: 'pro', monthly_report_limit: null },
    { slug: 'starter', monthly_report_limit: 25 },
    { slug: 'unlimited', monthly_report_limit: null },
  ]);
});

test('a schema that says it needs a newer program is refused, a newer one that does not is used (T12)', async () => {
  database = await createTestDatabase();
  const newer = LATEST_VERSION + 1;
  await database.pool.query('insert into schema_migrations values ($1, $2, $3, now())', [newer, 'future', 1]);
  const additive = await readSchemaState(database.pool);
  expect(() => assertSchemaKnown(additive)).not.toThrow();
  await database.pool.query('update schema_migrations set compatible_from = $1 where version = $1', [newer]);
  const breaking = await readSchemaState(database.pool);
  expect(() => assertSchemaKnown(breaking)).toThrow(expect.objectContaining({ exitCode: 78, code: 'schema_newer' }));
  await expect(migrate(database.pool, new Date())).rejects.toMatchObject({ exitCode: 78 });
});

test('an empty database is outdated and says what to run', async () => {
  database = await createTestDatabase({ empty: true });
  const state = await readSchemaState(database.pool);
  expect(() => assertSchemaKnown(state)).toThrow(/has no reportctl schema yet.*reportctl db migrate/);
});
