import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { Handover } from './handover.ts';
import { type SmtpSettings, smtpOptions } from './smtp-options.ts';
import { outcomeOfError } from './smtp-outcome.ts';
import type { OutgoingMessage, SendHooks, SendOutcome, Transport } from './transport.ts';

/** Sends by SMTP over a small pool of connections, opened on first use. */
export function createSmtpTransport(settings: SmtpSettings): Transport {
  const mailer = openMailer(settings);
  return {
    name: 'smtp',
    send: (message, hooks) => send(mailer, message, hooks),
    close: () => mailer.close(),
  };
}

/** By each message's own signal: what a plugin of nodemailer's gets to see of the message it is called for. */
const handovers = new WeakMap<AbortSignal, Handover>();

type Mailer = ReturnType<typeof openMailer>;

/**
 * nodemailer reads ahead: a stream given as content has ended before the server accepted the recipient. The output of
 * the last process function alone is read after the server's answer to DATA, so the final dot is held back there.
 */
function openMailer(settings: SmtpSettings) {
  const mailer = createTransport(smtpOptions(settings));
  mailer.use('stream', ({ data, message }, done) => {
    const handover = data.signal && handovers.get(data.signal);
    if (handover) message?.processFunc((input) => Readable.from(handover.holdBackEnd(input), { objectMode: false }));
    done(handover ? null : new Error('A message is sent without its handover'));
  });
  return mailer;
}

async function send(mailer: Mailer, message: OutgoingMessage, hooks: SendHooks): Promise<SendOutcome> {
  const handover = new Handover(hooks);
  handovers.set(handover.signal, handover);
  try {
    const { response } = await mailer.sendMail({
      envelope: { from: message.envelope.from, to: [message.envelope.to], size: message.raw.length },
      raw: message.raw,
      signal: handover.signal,
    });
    return { status: 'accepted', response: response ?? '' };
  } catch (error) {
    await handover.stop();
    if (handover.hookError !== undefined) throw handover.hookError.error;
    return outcomeOfError(error, handover.stage);
  } finally {
    handover.dispose();
  }
}
