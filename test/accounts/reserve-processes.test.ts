import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledScript } from '../support/bundled-once.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, countOf } from '../support/fixtures.ts';
import type { ReserveCommand } from './reserving-process.ts';

const ROUNDS = process.env.CI === 'true' || process.env.REQUIRE_ALL_TESTS === '1' ? 100 : 10;
const LIMIT = 10;
/** Fifty in all, over four processes. */
const SHARES = [13, 13, 12, 12];

let database: TestDatabase;
let processes: ChildProcess[];

beforeAll(async () => {
  database = await createTestDatabase();
  const program = await bundledScript('reserving-process', new URL('reserving-process.ts', import.meta.url));
  processes = SHARES.map(() => fork(program, [database.url]));
  await Promise.all(processes.map((child) => once(child, 'message')));
});
afterAll(async () => {
  await Promise.all(
    processes.map(async (child) => {
      child.disconnect();
      await once(child, 'exit');
    }),
  );
  await database.close();
});

async function ask(child: ChildProcess, command: ReserveCommand): Promise<number> {
  child.send(command);
  const [reserved] = await once(child, 'message');
  return reserved as number;
}

test(`fifty at once over four processes at a limit of ten: exactly ten, ${ROUNDS} times (L2)`, async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const accountId = await addTestAccount(database.pool);
    const now = new Date().toISOString();
    const shares = processes.map((child, i) => ask(child, { accountId, limit: LIMIT, runs: SHARES[i] ?? 0, now }));
    const answered = (await Promise.all(shares)).reduce((sum, share) => sum + share, 0);
    expect({ round, answered }).toEqual({ round, answered: LIMIT });
    expect(await countOf(database.pool, 'report_generations where account_id = $1', [accountId])).toBe(LIMIT);
  }
});
