import { expect } from 'vitest';
import { kill, killPoint } from '../support/kill-point.ts';
import type { RunningProgram } from '../support/program.ts';
import { type Bench, LEASE_MS } from './bench.ts';
import { benchTest } from './bench-test.ts';

/** A tick whose process dies whenever it writes to `address`; true when it died. */
async function poisonedTick(bench: Bench, address: string): Promise<boolean> {
  let tick: RunningProgram | undefined;
  const point = killPoint(
    1,
    ({ side, text }) => side === 'before' && text.includes(`RCPT TO:<${address}>`),
    async () => {
      if (tick) await kill(tick);
      return 'cut' as const;
    },
  );
  bench.mail.gate = point.gate;
  tick = await bench.startTick();
  await tick.ended;
  await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
  // The lease is over, without waiting two minutes for it.
  await bench.database.pool.query(
    `update schedule_runs set lease_until = lease_until - $1 * interval '1 ms' where status = 'running'`,
    [LEASE_MS + 1_000],
  );
  return point.reached !== undefined;
}

benchTest(
  'a run that kills its process ends failed at the third attempt and takes nobody with it (R7)',
  async ({ bench }) => {
    const [poisonous = ''] = await bench.addDue(1, { recipients: ['poison@example.com'] });
    const neighbours = await bench.addDue(5);
    let ticks = 1;
    while (await poisonedTick(bench, 'poison@example.com')) ticks += 1;
    expect(ticks).toBe(4);
    const { rows } = await bench.database.pool.query<{ schedule_id: string; attempt: number; unknown: boolean }>(
      `select schedule_id, status, error_code, attempt, exists (
       select from deliveries where run_id = id and status = 'unknown') as unknown from schedule_runs`,
    );
    expect(rows.find((run) => run.schedule_id === poisonous)).toMatchObject({
      status: 'failed',
      error_code: 'process_died',
      attempt: 3,
    });
    const others = rows.filter((run) => run.schedule_id !== poisonous);
    expect(others.map((run) => run.schedule_id).sort()).toEqual(neighbours.sort());
    for (const run of others) {
      expect(run).toMatchObject({ status: run.unknown ? 'partial' : 'completed' });
      // The first death was theirs too; after it each is claimed alone.
      expect(run.attempt).toBeLessThanOrEqual(2);
    }
    const sent = bench.smtp.messages.map(({ to }) => to.join());
    expect(new Set(sent).size).toBe(sent.length);
  },
);
