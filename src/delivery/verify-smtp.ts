import { createTransport } from 'nodemailer';
import { errorCode } from '../core/errors.ts';
import { type SmtpSettings, smtpOptions } from './smtp-options.ts';

/** Connects, secures, logs in and leaves; nodemailer's code of what went wrong, undefined where nothing did. */
export async function verifySmtp(settings: SmtpSettings): Promise<string | undefined> {
  const mailer = createTransport(smtpOptions(settings));
  try {
    await mailer.verify();
    return undefined;
  } catch (error) {
    return errorCode(error) ?? 'error';
  } finally {
    mailer.close();
  }
}
