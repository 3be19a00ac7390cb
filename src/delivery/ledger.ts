import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionError, type Pool, transaction } from '../db/pool.ts';
import type { Recipient } from './address.ts';
import { nextAttemptAt } from './deferral.ts';
import {
  abandonSending,
  type ClaimedRun,
  type DeliveryKey,
  type DueDelivery,
  deferDelivery,
  dueDeliveries,
  lockClaim,
  markFailed,
  markSent,
  markUnknown,
  openDeliveries,
  returnToPending,
  withdrawSuppressed,
} from './queries.ts';
import type { SendOutcome } from './transport.ts';

export type OpenedLedger = { refused: 'lease_lost' | 'held' } | { refused?: never; due: DueDelivery[] };

/**
 * Commits a row for every recipient before anything is sent (D1), and says who is due. The look-up of suppressions is
 * part of the same transaction: when it fails, nobody is due (D7).
 */
export function openLedger(
  db: Pool,
  run: ClaimedRun,
  recipients: readonly Recipient[],
  now: Date,
): Promise<OpenedLedger> {
  return transaction(db, async (tx): Promise<OpenedLedger> => {
    const claim = await lockClaim(tx, run);
    if (claim === undefined) return { refused: 'lease_lost' };
    await abandonSending(tx, run.id, now);
    await openDeliveries(tx, run, recipients, now);
    await withdrawSuppressed(tx, run, recipients, now);
    if (claim.held) return { refused: 'held' };
    return { due: await dueDeliveries(tx, run, now) };
  });
}

/** What the ledger says of one recipient after an attempt. */
export type RecordedStatus = 'sent' | 'failed' | 'deferred' | 'unknown' | 'not_sent' | 'suppressed';

/** A restart of the database takes seconds. Longer than this, a rescue settles the row: as `unknown`. */
const WRITE_FOR_MS = 8_000;
const FIRST_PAUSE_MS = 100;

/**
 * Writes what became of a message, again where the database is away: what the mail server has said must not turn into
 * `unknown` by our own fault. A refusal for now becomes `failed` when the recipient had all its chances.
 * @returns undefined when the claim is lost: a rescue has already settled the row.
 */
export async function recordOutcome(
  db: Pool,
  key: DeliveryKey,
  outcome: SendOutcome,
  { refusals, now }: { refusals: number; now: Date },
): Promise<RecordedStatus | undefined> {
  const until = performance.now() + WRITE_FOR_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      const [status, written] = write(db, key, outcome, { refusals, now });
      return (await written) ? status : undefined;
    } catch (error) {
      if (!isConnectionError(error) || performance.now() + pauseMs > until) throw error;
      await sleep(pauseMs);
    }
  }
}

function write(
  db: Pool,
  key: DeliveryKey,
  outcome: SendOutcome,
  { refusals, now }: { refusals: number; now: Date },
): [RecordedStatus, Promise<boolean>] {
  const answer = { response: storable(explanation(outcome)), now };
  switch (outcome.status) {
    case 'accepted':
      return ['sent', markSent(db, key, answer)];
    case 'unknown':
      return ['unknown', markUnknown(db, key, answer)];
    case 'not_sent':
      return ['not_sent', returnToPending(db, key, answer)];
    case 'permanent':
      return ['failed', markFailed(db, key, answer)];
    case 'temporary': {
      const retryAt = nextAttemptAt(refusals, now);
      if (retryAt === undefined) return ['failed', markFailed(db, key, answer)];
      return ['deferred', deferDelivery(db, key, { ...answer, nextAttemptAt: retryAt })];
    }
  }
}

function explanation(outcome: SendOutcome): string {
  if (outcome.status === 'not_sent') return outcome.error.message;
  return outcome.status === 'unknown' ? outcome.reason : outcome.response;
}

/** A server's answer is foreign text: PostgreSQL refuses NUL, and a row is no place for a megabyte. */
export const storable = (text: string) => text.replace(/\p{Cc}+/gu, ' ').slice(0, 1_000);
