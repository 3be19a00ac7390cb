import { usageError } from '../core/errors.ts';
import type { Queryable } from '../db/pool.ts';
import { addSuppressions } from './suppression-queries.ts';
import { readToken, type UnsubscribeClaims } from './unsubscribe-token.ts';

export interface UnsubscribeRequest {
  secret: string;
  /** The token, or the link from a delivered message. */
  token: string;
  now: Date;
}

/**
 * Takes the token's address off its account's list; other accounts' lists are untouched (D4).
 * @returns whose address it was; `added` is false when it had been taken off before.
 * @throws ReportctlError (exit 2) for a bad token or an account that is gone.
 */
export async function applyUnsubscribe(
  db: Queryable,
  { secret, token, now }: UnsubscribeRequest,
): Promise<UnsubscribeClaims & { added: boolean }> {
  const claims = readToken(secret, token);
  const { accountId, email } = claims;
  const added = await addSuppressions(db, { accountId, emails: [email], reason: 'unsubscribed', now });
  if (added === undefined) throw usageError('The account of this unsubscribe link no longer exists.', 'no_account');
  return { ...claims, added: added > 0 };
}
