import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { usageError } from '../core/errors.ts';
import { partsOf } from '../core/parts.ts';

/** What a token entitles to: take this address off this account's list, nothing else. */
export interface UnsubscribeClaims {
  readonly accountId: string;
  readonly email: string;
}

const VERSION = 1;
const PURPOSE = 'unsubscribe';

/**
 * A token for one account and one recipient (D3): base64url of [version, key id, account, address, purpose], a dot,
 * and its HMAC-SHA256. It does not expire: CAN-SPAM wants a link to work for at least 30 days, and people unsubscribe
 * from old mail.
 * @param secrets UNSUBSCRIBE_SECRET: one or more, a comma or line break between two; the first signs
 */
export function createToken(secrets: string, { accountId, email }: UnsubscribeClaims): string {
  const [secret = ''] = partsOf(secrets);
  const claims = JSON.stringify([VERSION, keyId(secret), accountId, email, PURPOSE]);
  const payload = Buffer.from(claims).toString('base64url');
  return `${payload}.${sign(secret, payload).toString('base64url')}`;
}

/**
 * Reads a token, or the whole link that carries it.
 * @param secrets UNSUBSCRIBE_SECRET: a token that any of them signed is genuine, so that old links outlive a rotation
 * @throws ReportctlError (exit 2) for anything that `createToken` did not make with one of these secrets.
 */
export function readToken(secrets: string, tokenOrLink: string): UnsubscribeClaims {
  const [payload = '', signature = '', ...rest] = tokenIn(tokenOrLink).split('.');
  const claims = rest.length === 0 ? parseClaims(payload) : undefined;
  if (claims === undefined) throw invalid('It is incomplete or was changed');
  const secret = partsOf(secrets).find((each) => keyId(each) === claims.keyId);
  if (secret === undefined) throw invalid('It was signed with another UNSUBSCRIBE_SECRET');
  const expected = sign(secret, payload);
  const given = Buffer.from(signature, 'base64url');
  // Lengths are no secret; timingSafeEqual throws unless they are equal.
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (!genuine) throw invalid('It is incomplete or was changed');
  return { accountId: claims.accountId, email: claims.email };
}

/** The link for a message: `base` with `token` added to its query. */
export function unsubscribeLink(base: string, token: string): string {
  const link = new URL(base);
  link.searchParams.set('token', token);
  return link.href;
}

function tokenIn(text: string): string {
  const trimmed = text.trim();
  return URL.canParse(trimmed) ? (new URL(trimmed).searchParams.get('token') ?? '') : trimmed;
}

function parseClaims(payload: string): (UnsubscribeClaims & { keyId: string }) | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (!Array.isArray(claims) || !claims.slice(1).every((claim) => typeof claim === 'string')) return undefined;
    const [version, key, accountId, email, purpose] = claims;
    if (version !== VERSION || purpose !== PURPOSE || claims.length !== 5) return undefined;
    return { keyId: key, accountId, email };
  } catch {
    return undefined; // not JSON: somebody else's text
  }
}

const sign = (secret: string, payload: string) => createHmac('sha256', secret).update(payload).digest();

/** Tells which secret signed, without telling the secret: a changed secret gets its own message. */
const keyId = (secret: string) =>
  createHash('sha256').update(`unsubscribe key id\n${secret}`).digest('hex').slice(0, 8);

const invalid = (why: string) =>
  usageError(`This is not a valid unsubscribe link. ${why}; copy the whole link from the message.`, 'bad_token');
