import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { reserveGenerations } from '../../src/accounts/reserve.ts';
import { transaction } from '../../src/db/pool.ts';
import { openPatientPool } from '../support/patient-pool.ts';

/** What one process of several is asked for: so many runs of the account at once, each in a transaction of its own. */
export interface ReserveCommand {
  accountId: string;
  limit: number;
  runs: number;
  now: string;
}

const pool = openPatientPool(process.argv[2] ?? '', { max: 13 });

async function reserveOne({ accountId, limit, now }: ReserveCommand): Promise<number> {
  const request = {
    runId: randomUUID(),
    accountId,
    timezone: 'America/Chicago',
    planKnown: true,
    planLimit: 25,
    allowOverage: false,
    override: limit,
  };
  return (await transaction(pool, (tx) => reserveGenerations(tx, [request], new Date(now)))).size;
}

process.on('message', async (command: ReserveCommand) => {
  const sizes = await Promise.all(Array.from({ length: command.runs }, () => reserveOne(command)));
  process.send?.(sizes.reduce((sum, size) => sum + size, 0));
});
process.send?.('ready');
await once(process, 'disconnect');
await pool.end();
