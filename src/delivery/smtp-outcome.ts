import { errorCode, type ReportctlError, unavailableError } from '../core/errors.ts';
import type { HandoverStage } from './handover.ts';
import type { SendOutcome } from './transport.ts';

/**
 * What an error of nodemailer's means. Its error alone cannot tell a connection lost before the final dot from one
 * lost after it (both ECONNECTION), so the caller says which.
 */
export function outcomeOfError(error: unknown, stage: HandoverStage): Exclude<SendOutcome, { status: 'accepted' }> {
  const { responseCode, response, command } = details(error);
  const code = errorCode(error) ?? 'error';
  const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (stage === 'after_final_dot') {
    if (responseCode !== undefined && responseCode >= 400) return refusal(responseCode, response);
    return { status: 'unknown', reason: `the mail server's answer was lost (${code})` };
  }
  // 421 is about the service, not about whom we write to (RFC 5321 §3.8), whichever command it answers.
  if (responseCode === 421) return notSent(code, responseCode, error);
  // RFC 1870: a server says its limit beforehand, and the sender's line is where the message's size stands.
  if (
    aboutMessage &&
    command === 'MAIL FROM' &&
    (responseCode === 552 || (code === 'EMESSAGE' && responseCode === undefined))
  ) {
    return { status: 'permanent', response: response || 'The message is larger than the mail server takes.' };
  }
  // A sender that is refused for good is a setting to correct, not a fault of the recipient.
  if (aboutMessage && command === 'MAIL FROM' && (responseCode ?? 500) >= 500) return notSent('sender', responseCode);
  if (aboutMessage && responseCode !== undefined && responseCode >= 400) return refusal(responseCode, response);
  return notSent(code, responseCode, error);
}

function refusal(responseCode: number, response: string): SendOutcome & { status: 'permanent' | 'temporary' } {
  return { status: responseCode >= 500 ? 'permanent' : 'temporary', response };
}

function notSent(code: string, responseCode?: number, cause?: unknown): SendOutcome & { status: 'not_sent' } {
  return { status: 'not_sent', error: systemError(code, responseCode, cause) };
}

function systemError(code: string, responseCode: number | undefined, cause: unknown): ReportctlError {
  const answer = responseCode === undefined ? '' : ` (${responseCode})`;
  switch (code) {
    case 'sender':
      return unavailableError(
        `The mail server refuses the sender${answer}. Set MAIL_FROM to an address that it accepts.`,
        'smtp_sender_refused',
      );
    case 'EAUTH':
    case 'ENOAUTH':
      return unavailableError(
        `The mail server refuses the login${answer}. Check user and password in SMTP_URL.`,
        'smtp_auth',
      );
    case 'EDNS':
      return unavailableError(
        'The host of SMTP_URL is not known. Check its name and the DNS of this host.',
        'smtp_unavailable',
        cause,
      );
    case 'ETLS':
      return unavailableError(
        'The mail server offers no TLS with a valid certificate. Use a server that does, or smtps:// in SMTP_URL.',
        'smtp_tls',
        cause,
      );
    case 'EABORT':
      return unavailableError('Sending was stopped before the message was handed over.', 'smtp_aborted', cause);
    default:
      return unavailableError(
        `The connection to the mail server failed (${code})${answer}. Check SMTP_URL and that the server runs.`,
        'smtp_unavailable',
        cause,
      );
  }
}

interface SmtpDetails {
  responseCode: number | undefined;
  response: string;
  command: string | undefined;
}

function details(error: unknown): SmtpDetails {
  const fields: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  return {
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : undefined,
    response: typeof fields.response === 'string' ? fields.response : '',
    command: typeof fields.command === 'string' ? fields.command : undefined,
  };
}
