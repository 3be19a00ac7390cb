import type { Cache } from '../cache/cache.ts';
import { marketStatsKey, NAMESPACE_TTL_SECONDS } from '../cache/namespaces.ts';
import { remember } from '../cache/remember.ts';
import { type DraftSharing, isLasting, readSharedDraft } from '../reports/shared-draft.ts';

/**
 * Keeps what reports have in common for an hour, for all processes: `market_stats:{city}:{date}:{digest}`. The vendor
 * account is part of the digest, so that one customer's board never answers for another's.
 */
export function sharedDrafts(cache: Cache, vendorAccount: string): DraftSharing {
  return ({ cities, date, scope }, { produce, signal }) =>
    remember(cache, marketStatsKey({ cities, date, scope: { ...scope, vendorAccount } }), {
      ttlSeconds: NAMESPACE_TTL_SECONDS.market_stats,
      produce,
      decode: readSharedDraft,
      storable: isLasting,
      signal,
    });
}
