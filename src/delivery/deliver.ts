import { uniqueRecipients } from './address.ts';
import type { DeliverOptions, DeliveryResult } from './delivery.ts';
import { DeliveryPass } from './delivery-pass.ts';
import { openLedger } from './ledger.ts';
import { summarise } from './queries.ts';

/**
 * Sends a run's report to each recipient who is still due, and records each one's fate. May be called again for the
 * same run: whoever has `sent`, `failed` or `unknown` is left alone (D2, R6). It does not wait for deferred recipients:
 * `nextAttemptAt` says when to call again.
 * @throws what `render` or the database throws, after the messages under way are settled.
 */
export async function deliverReport(options: DeliverOptions): Promise<DeliveryResult> {
  const { db, run, clock } = options;
  const recipients = uniqueRecipients(options.recipients);
  const ledger = await openLedger(db, run, recipients, clock.now());
  const pass = new DeliveryPass(options);
  if (ledger.refused === undefined) await pass.sendAll(ledger.due);
  const stopped = ledger.refused === undefined ? pass.stopped : { reason: ledger.refused };
  const summary = await summarise(db, run.id);
  return { ...summary, outcomes: pass.outcomes, ...(stopped === undefined ? {} : { stopped }) };
}
