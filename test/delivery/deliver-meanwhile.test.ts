import { expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { deliverReport } from '../../src/delivery/deliver.ts';
import { pacedTransport } from '../../src/delivery/paced.ts';
import { VendorBusyError } from '../../src/listings/vendor-busy-error.ts';
import { outcomeOfDelivery } from '../../src/pipeline/delivery-outcome.ts';
import { postgresSteps } from '../support/protocol-steps.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { ANN, BOB, options, receivers, useDeliveryWorld, world } from './deliver-world.ts';
import { NOW, statuses } from './fixtures.ts';

// What happens to a run's recipients while it is being delivered.
useDeliveryWorld();

test('a database that is away when the mail server has accepted makes nothing unknown', async () => {
  const url = new URL(world.database.url);
  const proxy = await startTcpProxy(Number(url.port), postgresSteps);
  url.port = String(proxy.port);
  const pool = openPool(url.href, { max: 2 });
  let cuts = 0;
  // From the final dot on, two connections and what they ask for are lost.
  world.server.events.once('received', () => {
    proxy.gate = () => {
      cuts += 1;
      return cuts <= 2 ? 'cut' : 'pass';
    };
  });
  try {
    const result = await deliverReport(options([ANN], { db: pool }));
    expect(cuts).toBeGreaterThan(2);
    expect(result.counts).toMatchObject({ sent: 1, unknown: 0 });
    expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'sent' });
  } finally {
    await pool.end();
    await proxy.close();
  }
});

test('a turn that lies minutes ahead gives the run back until then, with no attempt burned', async () => {
  const turn = new Date(NOW.getTime() + 400_000);
  const busy = new VendorBusyError(turn, 'slot_beyond_deadline');
  const paced = pacedTransport(world.transport, { acquire: () => Promise.reject(busy) });
  const result = await deliverReport(options([ANN, BOB], { transport: paced }));
  expect(result.stopped).toEqual({ reason: 'paced', availableAt: turn });
  expect(outcomeOfDelivery(result)).toMatchObject({
    ...{ kind: 'requeued', availableAt: turn, burnAttempt: false, errorCode: 'smtp_pace' },
  });
  expect(receivers()).toEqual([]);
});
