import pLimit from 'p-limit';
import type { ReportctlError } from '../core/errors.ts';
import { addressDigest } from '../core/redact.ts';
import type { Recipient } from './address.ts';
import type { DeliverOptions, RecipientOutcome, StopReason } from './delivery.ts';
import { recordOutcome } from './ledger.ts';
import { type BuiltMessage, buildMessage } from './message.ts';
import { type DueDelivery, lockClaim, markSending, withdrawLate } from './queries.ts';
import type { SendOutcome } from './transport.ts';
import { createToken, unsubscribeLink } from './unsubscribe-token.ts';

/** One pass over the recipients who are due. */
export class DeliveryPass {
  readonly outcomes: RecipientOutcome[] = [];
  stopped: StopReason | undefined;
  readonly #options: DeliverOptions;

  constructor(options: DeliverOptions) {
    this.#options = options;
  }

  /** The first failure keeps the rest from beginning; those under way end first, so that none is left `sending`. */
  async sendAll(due: readonly DueDelivery[]): Promise<void> {
    const limit = pLimit(Math.min(Math.max(this.#options.concurrency ?? 5, 1), 5));
    let failed = false;
    const work = due.map((delivery) =>
      limit(async () => {
        if (this.#options.signal.aborted) this.stopped ??= { reason: 'aborted' };
        if (this.stopped !== undefined || failed) return;
        await this.#sendOne(delivery).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }),
    );
    const results = await Promise.allSettled(work);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  async #sendOne(delivery: DueDelivery): Promise<void> {
    const { db, run, clock, log } = this.#options;
    const outcome = await this.#attempt(delivery);
    if (outcome === undefined) return;
    const key = { run, recipient: delivery.email };
    const recorded = await recordOutcome(db, key, outcome, { refusals: delivery.refusals, now: clock.now() });
    log.info(
      { to: addressDigest(delivery.email), handed: outcome.status, ledger: recorded ?? 'lease_lost' },
      'delivery',
    );
    if (recorded === undefined) {
      this.stopped ??= { reason: 'lease_lost' };
      return;
    }
    const files = outcome.status === 'accepted' ? outcome.files : undefined;
    this.outcomes.push({ recipient: delivery.email, status: recorded, ...(files === undefined ? {} : { files }) });
    if (outcome.status === 'not_sent') this.#stopFor(outcome.error);
  }

  /** @returns undefined when the ledger refused to let the message go. */
  async #attempt(delivery: DueDelivery): Promise<SendOutcome | undefined> {
    const { transport, signal } = this.#options;
    const message = await this.#message(delivery);
    try {
      return await transport.send(message, { signal, beforeFinalDot: () => this.#markSending(delivery, message) });
    } catch (error) {
      if (!(error instanceof SendingRefused)) throw error;
      await this.#explainRefusal(delivery);
      return undefined;
    }
  }

  async #message(recipient: Recipient): Promise<BuiltMessage> {
    const { render, run, sender, clock } = this.#options;
    const { unsubscribe } = sender;
    const token = unsubscribe && createToken(unsubscribe.secret, { accountId: run.accountId, email: recipient.email });
    const link = unsubscribe && token ? { unsubscribeUrl: unsubscribeLink(unsubscribe.baseUrl, token) } : {};
    const { email, name } = recipient;
    const report = await render({ email, ...(name === undefined ? {} : { name }), ...link });
    const { from, replyTo, postalAddress } = sender;
    return buildMessage({
      ...{ ...report, ...link, runId: run.id, recipient, from, replyTo, postalAddress },
      date: clock.now(),
    });
  }

  async #markSending({ email }: Recipient, { messageId, subject, sha256: bodySha256 }: BuiltMessage): Promise<void> {
    const { db, run, clock } = this.#options;
    const facts = { messageId, subject, bodySha256 };
    if (!(await markSending(db, { run, recipient: email }, facts, clock.now()))) throw new SendingRefused();
  }

  /**
   * Whoever unsubscribed meanwhile is left out. A row that is no longer pending under a claim that is ours cannot be: so
   * anything else but a hold is a lost lease.
   */
  async #explainRefusal({ email }: Recipient): Promise<void> {
    const { db, run, clock, log } = this.#options;
    if (await withdrawLate(db, { run, recipient: email }, clock.now())) return;
    const claim = await lockClaim(db, run);
    const reason = claim?.held ? 'held' : 'lease_lost';
    this.stopped ??= { reason };
    log.warn({ run: run.id, to: addressDigest(email), reason }, 'delivery stopped');
  }

  #stopFor(error: ReportctlError): void {
    this.stopped ??= this.#options.signal.aborted ? { reason: 'aborted' } : { reason: 'system', error };
    this.#options.log.warn({ run: this.#options.run.id, code: error.code }, 'delivery stopped');
  }
}

/** Thrown through the transport to keep a message from going out. */
class SendingRefused extends Error {
  override readonly name = 'SendingRefused';
}
