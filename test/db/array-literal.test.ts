import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainArray } from '../../src/db/array-literal.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.close());

test.each([
  ['uuid', ['01977420-dc15-7dbc-8000-000000000001', '01977420-dc15-7dbc-8000-000000000002']],
  ['int', [3, null, -1]],
  ['boolean', [true, false, null]],
  ['timestamptz', [new Date('2026-06-10T14:00:00.123Z'), null, new Date('0099-01-01T00:00:00Z')]],
  ['text', ['completed', 'skipped_limit']],
  ['uuid', []],
])('the server reads an array of %s as it was', async (type, values) => {
  const { rows } = await database.pool.query(
    `select u.value from unnest($1::${type}[]) with ordinality u (value, i) order by i`,
    [plainArray(values)],
  );
  expect(rows.map(({ value }) => value)).toEqual(values);
});
