import type { ReportctlError } from '../core/errors.ts';

/** One message for one recipient. */
export interface OutgoingMessage {
  readonly envelope: { readonly from: string; readonly to: string };
  /** RFC 5322 bytes, every line ended by CR LF. */
  readonly raw: Buffer;
  readonly messageId: string;
  /** The HTML alone, for transports that show it to people. */
  readonly html: string;
}

export interface SendHooks {
  /**
   * Called when everything but the end of the message is handed over. The message counts as given away once this
   * resolves; when it rejects, nothing is sent and `send` rejects with the same error.
   */
  beforeFinalDot(): Promise<void>;
  /** Stops before the final dot; after it the answer is awaited, since only the answer tells what happened. */
  signal: AbortSignal;
}

/** Never handed over, through no fault of the recipient: safe to send again. */
export interface NotSent {
  readonly status: 'not_sent';
  readonly error: ReportctlError;
  /** When there is a turn for it, where it waited for one. */
  readonly availableAt?: Date;
}

/** What became of a message; decided by the server's answer and by whether it had the whole message (D2, D12). */
export type SendOutcome =
  /** Accepted for the recipient (2xx), or written to disk. */
  | { readonly status: 'accepted'; readonly response: string; readonly files?: readonly string[] }
  /** Refused for this recipient or message: 5xx for good, 4xx for now. */
  | { readonly status: 'permanent' | 'temporary'; readonly response: string }
  | NotSent
  /** Handed over, and the answer was lost: must not be sent again unasked. */
  | { readonly status: 'unknown'; readonly reason: string };

/** Delivers messages one by one. It guarantees no order and no retry: both are the caller's. */
export interface Transport {
  readonly name: 'smtp' | 'outbox';
  send(message: OutgoingMessage, hooks: SendHooks): Promise<SendOutcome>;
  close(): void;
}
