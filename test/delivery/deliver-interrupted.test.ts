import { once } from 'node:events';
import { expect, test } from 'vitest';
import { deliverReport } from '../../src/delivery/deliver.ts';
import type { DataBehaviour } from '../support/smtp-server.ts';
import { ANN, BOB, CAT, options, receivers, script, useDeliveryWorld, world } from './deliver-world.ts';
import { hold, loseLease, NOW, render, statuses } from './fixtures.ts';

useDeliveryWorld();

test('a process that lost its lease sends nothing and writes nothing', async () => {
  await loseLease(world.database.pool, world.run);
  const result = await deliverReport(options([ANN]));
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(world.server.messages).toEqual([]);
  expect(await statuses(world.database.pool, world.run.id)).toEqual({});
});

test('a lease lost while the report is made keeps every message back', async () => {
  const result = await deliverReport(
    options([ANN, BOB], {
      render: async (request) => {
        await loseLease(world.database.pool, world.run);
        return render(request);
      },
    }),
  );
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(world.server.messages).toEqual([]);
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'pending', [BOB]: 'pending' });
});

test('a lease lost between acceptance and the record leaves what the rescue wrote', async () => {
  script({
    data: async (): Promise<DataBehaviour> => {
      await loseLease(world.database.pool, world.run);
      await world.database.pool.query(`update deliveries set status = 'unknown' where run_id = $1`, [world.run.id]);
      return 'accept';
    },
  });
  const result = await deliverReport(options([ANN]));
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'unknown' });
});

test('what a dead attempt left sending becomes unknown and is not sent again', async () => {
  await world.database.pool.query(
    `insert into deliveries (run_id, recipient, status, updated_at) values ($1, $2, 'sending', $3)`,
    [world.run.id, ANN, NOW],
  );
  await deliverReport(options([ANN, BOB]));
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'unknown', [BOB]: 'sent' });
  expect(receivers()).toEqual([BOB]);
});

test('whoever unsubscribes while the messages before theirs go out gets none, the others theirs', async () => {
  const { pool } = world.database;
  const taken = `insert into suppressions (account_id, email, created_at) values ($1, $2, $3)`;
  script({
    data: async (recipient): Promise<DataBehaviour> => {
      if (recipient === ANN) await pool.query(taken, [world.run.accountId, BOB, NOW]);
      return 'accept';
    },
  });
  const result = await deliverReport(options([ANN, BOB, CAT], { concurrency: 1 }));
  expect(receivers()).toEqual([ANN, CAT]);
  expect(result.stopped).toBeUndefined();
  expect(await statuses(pool, world.run.id)).toEqual({ [ANN]: 'sent', [BOB]: 'suppressed', [CAT]: 'sent' });
});

test('a hold sends nothing, also when it comes while the report is made', async () => {
  await hold(world.database.pool, true);
  try {
    expect(await deliverReport(options([ANN]))).toMatchObject({ stopped: { reason: 'held' }, counts: { pending: 1 } });
    await hold(world.database.pool, false);
    const late = await deliverReport(
      options([ANN], {
        render: async (request) => {
          await hold(world.database.pool, true);
          return render(request);
        },
      }),
    );
    expect(late).toMatchObject({ stopped: { reason: 'held' }, counts: { pending: 1 } });
    expect(world.server.messages).toEqual([]);
  } finally {
    await hold(world.database.pool, false);
  }
  await deliverReport(options([ANN]));
  expect(receivers()).toEqual([ANN]);
});

test('stopping waits for the answer under way and begins nothing new', async () => {
  const stop = new AbortController();
  script({
    data: async (): Promise<DataBehaviour> => {
      await once(world.server.events, 'received');
      stop.abort();
      return 'accept';
    },
  });
  const made: string[] = [];
  const result = await deliverReport(
    options([ANN, BOB, CAT], {
      signal: stop.signal,
      concurrency: 1,
      render: (request) => {
        made.push(request.email);
        return render(request);
      },
    }),
  );
  expect(made).toEqual([ANN]);
  expect(result.stopped).toEqual({ reason: 'aborted' });
  expect(result.counts).toMatchObject({ sent: 1, pending: 2, unknown: 0 });
});

test('a report that cannot be made sends nothing to anybody after it and rejects', async () => {
  const attempt = deliverReport(
    options([ANN, BOB], {
      concurrency: 1,
      render: () => {
        throw new Error('template');
      },
    }),
  );
  await expect(attempt).rejects.toThrow('template');
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'pending', [BOB]: 'pending' });
});
