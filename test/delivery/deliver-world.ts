import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { DeliverOptions } from '../../src/delivery/delivery.ts';
import type { ClaimedRun } from '../../src/delivery/queries.ts';
import { createSmtpTransport } from '../../src/delivery/smtp.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SmtpScript, startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { createAccount, createRun, deliverOptions } from './fixtures.ts';

export const ANN = 'ann@example.com';
export const BOB = 'bob@example.com';
export const CAT = 'cat@example.com';

/** One database for a file; a mail server, a transport and a claimed run for each test. */
export interface DeliveryWorld {
  database: TestDatabase;
  server: TestSmtpServer;
  transport: Transport;
  run: ClaimedRun;
}

// Filled by the hooks below before any test reads it.
export const world = {} as DeliveryWorld;

export function useDeliveryWorld(): void {
  beforeAll(async () => {
    world.database = await createTestDatabase();
  });
  afterAll(() => world.database.close());
  beforeEach(async () => {
    world.server = await startSmtpServer();
    world.transport = createSmtpTransport({ url: world.server.url });
    world.run = await createRun(world.database.pool, await createAccount(world.database.pool));
  });
  afterEach(async () => {
    world.transport.close();
    await world.server.close();
  });
}

export const options = (recipients: readonly string[], changes: Partial<DeliverOptions> = {}): DeliverOptions => ({
  ...deliverOptions(world.database.pool, world.run, world.transport, recipients),
  ...changes,
});

export const receivers = (): string[] => world.server.messages.flatMap(({ to }) => to).sort();

export const script = (changes: SmtpScript): void => {
  world.server.script = changes;
};
