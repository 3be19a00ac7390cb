import type { Clock } from '../../core/clock.ts';
import { ReportctlError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import { addressDigest } from '../../core/redact.ts';
import type { Pool } from '../../db/pool.ts';
import { parseAddress } from '../../delivery/address.ts';
import { nextAttemptAt } from '../../delivery/deferral.ts';
import { storable } from '../../delivery/ledger.ts';
import { type BuiltMessage, buildMessage } from '../../delivery/message.ts';
import { type MailSettings, resolveSender } from '../../delivery/sender.ts';
import type { SendOutcome, Transport } from '../../delivery/transport.ts';
import { factsOf } from './notice-facts.ts';
import {
  type ClaimedNotice,
  claimNotices,
  deferNotice,
  dropNotice,
  endNotice,
  markNoticeSending,
  type NoticeKey,
} from './queries.ts';
import { noticeText } from './words.ts';

export interface NoticeDeps {
  pool: Pool;
  clock: Clock;
  log: Log;
  mail: Pick<MailSettings, 'mailFrom'>;
  /** Opened only when there is something to send. */
  openTransport: () => Promise<Transport>;
  /** Ends it before the next final dot. */
  signal: AbortSignal;
}

/** Owners are few: what is more than this waits for the next tick. */
const MOST = 50;
/** Longer than a mail server may take to answer (180 s): whoever takes a notice over must be the only one left. */
const CLAIM_MS = 10 * 60_000;
/** A mail system that does not work is asked again when reports probably get through, too. */
const RETRY_MS = 5 * 60_000;

/**
 * Tells owners what waits to be told, each notice once: its row says `sending` before the server has the end of it, and
 * `unknown` where the answer was lost (D2). One after the other, since a tick has done its work by then.
 * @throws what the database or opening the transport throws; a mail server's failure is recorded and tried again
 */
export async function sendNotices(deps: NoticeDeps): Promise<void> {
  const { pool, clock } = deps;
  const token = newId();
  const now = clock.now();
  const claim = { token, now, until: new Date(now.getTime() + CLAIM_MS), most: MOST };
  const notices = await claimNotices(pool, claim);
  let broken = false;
  for (const notice of notices) {
    const key = { id: notice.id, token };
    if (broken) await giveBack(deps, key);
    else broken = !(await tell(deps, key, notice));
  }
}

const giveBack = ({ pool, clock }: NoticeDeps, key: NoticeKey): Promise<void> => {
  const dueAt = new Date(clock.now().getTime() + RETRY_MS);
  return deferNotice(pool, key, { dueAt, response: 'The mail system did not work.', attempts: 0 });
};

/** @returns false where the mail system does not work, which is the same for all others */
async function tell(deps: NoticeDeps, key: NoticeKey, notice: ClaimedNotice): Promise<boolean> {
  const { pool, clock, log } = deps;
  const facts = await factsOf(pool, notice, clock.now());
  if (facts === undefined || notice.owner_email === null) {
    await dropNotice(pool, key);
    return true;
  }
  if (notice.suppressed) {
    await endNotice(pool, key, { status: 'suppressed', response: "The address is on the account's own list." });
    return true;
  }
  const message = await messageOf(deps, notice, noticeText(facts));
  if (message instanceof ReportctlError) {
    await endNotice(pool, key, { status: 'failed', response: message.message });
    return true;
  }
  const outcome = await send(deps, key, message);
  if (outcome === undefined) return true;
  log.info(
    { notice: key.id, kind: notice.kind, to: addressDigest(message.envelope.to), handed: outcome.status },
    'notice',
  );
  await record(deps, key, { outcome, refusals: notice.attempt });
  return outcome.status !== 'not_sent';
}

/** An address that cannot be written to is told from a defect: it is for whoever reads the row. */
async function messageOf(
  { mail, clock }: NoticeDeps,
  { id, owner_email: owner }: ClaimedNotice,
  text: ReturnType<typeof noticeText>,
): Promise<(BuiltMessage & { text: string }) | ReportctlError> {
  // It is no mass mail: nobody's list stands behind it, so there is none to leave.
  const { from } = resolveSender({ ...mail, transport: 'outbox', testSend: true });
  try {
    const recipient = parseAddress(owner ?? '');
    return { ...(await buildMessage({ runId: id, recipient, from, ...text, date: clock.now() })), text: text.text };
  } catch (error) {
    if (error instanceof ReportctlError) return error;
    throw error;
  }
}

/** @returns undefined where it is not to be sent after all: another process holds it now, or an operator all sending */
async function send(
  { pool, openTransport, signal }: NoticeDeps,
  key: NoticeKey,
  message: BuiltMessage & { text: string },
): Promise<SendOutcome | undefined> {
  const { envelope, subject, text: body, messageId, sha256: bodySha256 } = message;
  const row = { recipient: envelope.to, subject, body, messageId, bodySha256 };
  const transport = await openTransport();
  try {
    return await transport.send(message, {
      signal,
      beforeFinalDot: async () => {
        if (!(await markNoticeSending(pool, key, row))) throw new NoticeWithheld();
      },
    });
  } catch (error) {
    if (error instanceof NoticeWithheld) return undefined;
    throw error;
  }
}

/** Thrown through the transport to keep a notice from going out. */
class NoticeWithheld extends Error {
  override readonly name = 'NoticeWithheld';
}

async function record(
  { pool, clock }: NoticeDeps,
  key: NoticeKey,
  { outcome, refusals }: { outcome: SendOutcome; refusals: number },
): Promise<void> {
  const now = clock.now();
  switch (outcome.status) {
    case 'accepted':
      return endNotice(pool, key, { status: 'sent', response: storable(outcome.response) });
    case 'unknown':
      return endNotice(pool, key, { status: 'unknown', response: storable(outcome.reason) });
    case 'permanent':
      return endNotice(pool, key, { status: 'failed', response: storable(outcome.response) });
    case 'temporary': {
      const response = storable(outcome.response);
      const dueAt = nextAttemptAt(refusals, now);
      if (dueAt === undefined) return endNotice(pool, key, { status: 'failed', response });
      return deferNotice(pool, key, { dueAt, response, attempts: 1 });
    }
    case 'not_sent': {
      const dueAt = new Date(now.getTime() + RETRY_MS);
      return deferNotice(pool, key, { dueAt, response: outcome.error.message, attempts: 0 });
    }
  }
}
