import { expect, test } from 'vitest';
import { deliverReport } from '../../src/delivery/deliver.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { options, useDeliveryWorld, world } from './deliver-world.ts';
import { render } from './fixtures.ts';

useDeliveryWorld();

// What a run holds does not grow with its recipients but for their addresses: 10,000 messages of 160 KB would be 1.6 GB.
test('10,000 recipients: all in the ledger at once, five messages in memory at most', async () => {
  const recipients = Array.from({ length: 10_000 }, (_, i) => `reader-${i}@example.com`);
  const stop = new AbortController();
  let [rendered, ended, most, sent] = [0, 0, 0, 0];
  const counting: Transport = {
    ...world.transport,
    send: async (message, hooks) => {
      await hooks.beforeFinalDot();
      await new Promise(setImmediate);
      sent += 1;
      // The rest would take as they took: one after another.
      if (sent === 200) stop.abort();
      ended += 1;
      return { status: 'accepted', response: `250 ${message.messageId}` };
    },
  };
  const result = await deliverReport(
    options(recipients, {
      transport: counting,
      signal: stop.signal,
      render: (request) => {
        rendered += 1;
        most = Math.max(most, rendered - ended);
        return render(request);
      },
    }),
  );
  expect(result).toMatchObject({ stopped: { reason: 'aborted' }, counts: { sent, pending: 10_000 - sent } });
  expect(most).toBeLessThanOrEqual(5);
  expect([rendered, sent >= 200 && sent < 210]).toEqual([sent, true]);
});
