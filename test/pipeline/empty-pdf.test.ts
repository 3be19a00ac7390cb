import { expect, vi } from 'vitest';
import { benchTest } from '../faults/bench-test.ts';
import { allRuns, countOf } from '../support/fixtures.ts';

// A typesetter that fails without saying so, which no real input makes ours do.
vi.mock('../../src/reports/pdf/typesetter.ts', () => ({ typeset: async () => Buffer.alloc(0) }));

benchTest('an empty PDF fails the run, and nothing is sent (R9)', async ({ bench }) => {
  await bench.addDue(1, { recipients: ['first@example.com'] });
  const { pool } = bench.database;
  await pool.query('update schedules set attach_pdf = true');
  for (const aheadMs of [0, 3_600_000, 7_200_000]) await bench.tickHere({ aheadMs });
  expect(await allRuns(pool)).toMatchObject([{ status: 'failed', error_code: 'pdf_invalid', attempt: 3 }]);
  expect(bench.smtp.messages).toHaveLength(0);
  expect(await countOf(pool, `deliveries where status <> 'pending'`)).toBe(0);
});
