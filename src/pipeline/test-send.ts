import type { Clock } from '../core/clock.ts';
import { workError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { parseAddress } from '../delivery/address.ts';
import { buildMessage } from '../delivery/message.ts';
import { type MailSettings, resolveSender } from '../delivery/sender.ts';
import type { Transport } from '../delivery/transport.ts';
import { reportAttachments } from '../reports/attachments.ts';
import type { ReportModel } from '../reports/model.ts';
import { renderMessage } from '../reports/render-message.ts';

export interface TestSendOptions {
  readonly to: string;
  readonly transport: Transport;
  readonly mail: Pick<MailSettings, 'mailFrom'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Sends the report to one address, with its PDF. It belongs to no run: no limit, ledger or schedule knows of it, and
 * nobody can unsubscribe from it, as its footer says.
 * @returns the files that the outbox wrote
 * @throws ReportctlError when the server does not take it
 */
export async function sendTest(model: ReportModel, options: TestSendOptions): Promise<readonly string[]> {
  const { transport, mail, clock, signal } = options;
  const sender = resolveSender({ ...mail, transport: transport.name, testSend: true, brandName: model.brand.name });
  const message = await buildMessage({
    runId: newId(),
    recipient: parseAddress(options.to),
    from: sender.from,
    ...renderMessage(model, { postalAddress: null, unsubscribeUrl: null }, { pdf: true }),
    attachments: await reportAttachments(model, { pdf: true }),
    date: clock.now(),
  });
  const outcome = await transport.send(message, { signal, beforeFinalDot: async () => {} });
  if (outcome.status === 'accepted') return outcome.files ?? [];
  if (outcome.status === 'not_sent') throw outcome.error;
  const words = outcome.status === 'unknown' ? outcome.reason : outcome.response;
  throw workError(`The mail server did not take the test message: ${words}`, 'test_not_sent');
}
