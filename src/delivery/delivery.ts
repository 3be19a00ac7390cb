import type { Clock } from '../core/clock.ts';
import type { ReportctlError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import type { Recipient } from './address.ts';
import type { Attachment } from './attachment-part.ts';
import type { RecordedStatus } from './ledger.ts';
import type { ClaimedRun, LedgerSummary } from './queries.ts';
import type { Sender } from './sender.ts';
import type { Transport } from './transport.ts';

/** The report as one recipient gets it. */
export interface RenderedReport {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}

export interface RenderRequest extends Recipient {
  /** To be shown in the footer; absent where nobody can unsubscribe (outbox, test sends). */
  readonly unsubscribeUrl?: string;
}

export interface DeliverOptions {
  db: Pool;
  run: ClaimedRun;
  /** All of the schedule's, suppressed ones too: they get a row that says so. */
  recipients: readonly Recipient[];
  /** Made once for each recipient; must give the same figures each time. */
  render(request: RenderRequest): RenderedReport | Promise<RenderedReport>;
  transport: Transport;
  sender: Sender;
  clock: Clock;
  /** The process is to stop: nothing new is begun, answers under way are awaited. */
  signal: AbortSignal;
  log: Log;
  /** Messages under way at once, 1 to 5; more than connections, so that these do not wait for the ledger. */
  concurrency?: number;
}

export interface RecipientOutcome {
  readonly recipient: string;
  readonly status: RecordedStatus;
  readonly files?: readonly string[];
}

/** Why sending ended before everybody who was due had been tried. */
export type StopReason =
  /** Another process owns the run now: write nothing more. */
  | { readonly reason: 'lease_lost' }
  /** An operator holds all sending. */
  | { readonly reason: 'held' }
  | { readonly reason: 'aborted' }
  /** Its turn under SMTP_PER_SECOND lies too far ahead to wait for. */
  | { readonly reason: 'paced'; readonly availableAt: Date }
  /** The mail system does not work; the same for every recipient. */
  | { readonly reason: 'system'; readonly error: ReportctlError };

export interface DeliveryResult extends LedgerSummary {
  /** What this call did, by recipient. */
  outcomes: RecipientOutcome[];
  /** Set where the run is to be taken up again (or given up by its new owner's decision). */
  stopped?: StopReason;
}
