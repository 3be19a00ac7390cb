import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import { configError } from '../core/errors.ts';

export interface SmtpTimeouts {
  /** To open the connection, TLS included. */
  connectMs: number;
  /** Until the server greets. */
  greetingMs: number;
  /** Without a byte from the server. */
  silenceMs: number;
}

// RFC 5321 §4.5.3.2 asks a client to wait 5 minutes for a greeting and 10 for the answer to the final dot. We give up
// earlier on a connection, which costs nothing; on the answer we wait long, since giving up there means `unknown`.
const TIMEOUTS: SmtpTimeouts = { connectMs: 15_000, greetingMs: 30_000, silenceMs: 180_000 };

/**
 * required: also on this host. optional: in clear text where the server offers no TLS, which is for relays on a network
 * of one's own; a login never goes out in clear text.
 */
export type SmtpTls = 'required' | 'optional';

export interface SmtpSettings {
  /** smtp://user:password@host:587 or smtps://…:465 */
  url: string;
  /** By default TLS is required unless the server is on this host. */
  tls?: SmtpTls | undefined;
  /** Connections open at once. */
  maxConnections?: number;
  timeouts?: Partial<SmtpTimeouts>;
}

/**
 * nodemailer's options. A certificate has to be valid wherever TLS is spoken. Options in the
 * URL's query are refused: nodemailer would let them switch TLS off.
 */
export function smtpOptions({
  url,
  tls,
  maxConnections = 3,
  timeouts = {},
}: SmtpSettings): SMTPPoolOptions & { pool: true } {
  const { protocol, hostname, port, username, password, search } = new URL(url);
  if (search !== '') throw configError('SMTP_URL has options after a "?". Remove them; TLS is always on.', 'smtp_url');
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const { connectMs, greetingMs, silenceMs } = { ...TIMEOUTS, ...timeouts };
  return {
    pool: true,
    host,
    ...(port === '' ? {} : { port: Number(port) }),
    secure,
    ...(secure ? {} : startTls(tls, { loopback: isLoopback(host), login: username !== '' })),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    maxConnections,
    // A message whose connection was lost is requeued by us or by nobody.
    maxRequeues: 0,
    connectionTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    dnsTimeout: connectMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function startTls(
  tls: SmtpTls | undefined,
  { loopback, login }: { loopback: boolean; login: boolean },
): { ignoreTLS?: true; requireTLS?: boolean } {
  if (loopback && tls !== 'required') return { ignoreTLS: true };
  return { requireTLS: tls !== 'optional' || login };
}

/** Traffic to these never leaves the host, and a local relay rarely has a certificate. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
