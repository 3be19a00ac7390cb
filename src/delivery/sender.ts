import { configError } from '../core/errors.ts';
import { parseAddress } from './address.ts';

/** Who a message comes from, and what the law wants on it. */
export interface Sender {
  readonly from: { readonly name?: string; readonly address: string };
  readonly replyTo?: string;
  readonly postalAddress?: string;
  readonly unsubscribe?: { readonly baseUrl: string; readonly secret: string };
}

export interface MailSettings {
  transport: 'smtp' | 'outbox';
  mailFrom?: string | undefined;
  postalAddress?: string | null | undefined;
  unsubscribeBaseUrl?: string | undefined;
  unsubscribeSecret?: string | undefined;
  /** Sent by hand to named addresses (`--send-to`, qa): no list to leave, so only a sender address is needed. */
  testSend?: boolean;
}

export interface SenderSettings extends MailSettings {
  brandName?: string | null | undefined;
  brandReplyTo?: string | null | undefined;
}

// RFC 2606: a domain that can never be anybody's. Outbox files need some From.
const OUTBOX_FROM = 'reports@reportctl.invalid';

/**
 * Refuses to send reports by SMTP without what CAN-SPAM and RFC 8058 ask for (D5, D6, D10). There is no fallback: the
 * outbox goes without, because nobody receives it.
 * @throws ReportctlError (exit 78) that names the setting.
 */
export function assertMailSettings(settings: MailSettings): void {
  assertSenderSettings(settings);
  if (settings.transport === 'outbox' || settings.testSend) return;
  if (!settings.postalAddress?.trim()) {
    throw configError(
      'The account has no postal address, which every commercial message must show. Set it with --postal-address.',
      'postal_address_missing',
    );
  }
}

/**
 * The part that does not depend on an account, so that a tick can refuse it before it claims anything: one lost setting
 * must not fail every account's report.
 * @throws ReportctlError (exit 78) that names the setting.
 */
export function assertSenderSettings(settings: Omit<MailSettings, 'postalAddress'>): void {
  if (settings.mailFrom !== undefined) parseFrom(settings.mailFrom);
  if (settings.transport === 'outbox') return;
  if (settings.mailFrom === undefined) {
    throw configError('MAIL_FROM is not set. Set it to the address that reports are sent from.', 'mail_from_missing');
  }
  if (!settings.testSend) assertUnsubscribe(settings);
}

function assertUnsubscribe({ unsubscribeBaseUrl, unsubscribeSecret }: MailSettings): void {
  if (unsubscribeBaseUrl === undefined || !isHttps(unsubscribeBaseUrl)) {
    throw configError(
      'UNSUBSCRIBE_BASE_URL is not set to an https URL. Set it to the page where recipients unsubscribe.',
      'unsubscribe_base_url_missing',
    );
  }
  if (!unsubscribeSecret) {
    throw configError(
      'UNSUBSCRIBE_SECRET is not set. Set it to a random text of at least 16 characters and keep it: it signs the links.',
      'unsubscribe_secret_missing',
    );
  }
}

/**
 * The sender of an account's reports, once `assertMailSettings` has passed. A reply-to that is no address is left out:
 * replies then go to the sender.
 */
export function resolveSender(settings: SenderSettings): Sender {
  assertMailSettings(settings);
  const from = settings.mailFrom === undefined ? { email: OUTBOX_FROM } : parseFrom(settings.mailFrom);
  const name = settings.brandName?.trim() || from.name;
  const replyTo = settings.brandReplyTo ? parseReplyTo(settings.brandReplyTo) : undefined;
  const postalAddress = settings.postalAddress?.trim();
  const { unsubscribeBaseUrl: baseUrl, unsubscribeSecret: secret } = settings;
  const canUnsubscribe = !settings.testSend && baseUrl !== undefined && isHttps(baseUrl) && secret;
  return {
    from: { address: from.email, ...(name ? { name } : {}) },
    ...(replyTo ? { replyTo } : {}),
    ...(postalAddress ? { postalAddress } : {}),
    ...(canUnsubscribe ? { unsubscribe: { baseUrl, secret } } : {}),
  };
}

export const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';

function parseFrom(text: string) {
  try {
    return parseAddress(text);
  } catch (cause) {
    throw configError('MAIL_FROM is not an address such as Reports <reports@example.com>.', 'mail_from_invalid', cause);
  }
}

function parseReplyTo(text: string): string | undefined {
  try {
    return parseAddress(text).email;
  } catch {
    return undefined; // documented: left out
  }
}
