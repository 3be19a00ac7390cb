import { canonicalJson } from '../cache/canonical-json.ts';
import { Memo } from '../cache/memo.ts';
import type { Clock } from '../core/clock.ts';
import type { ListingFeed, ListingResult } from '../listings/feed.ts';
import type { OpenHouseFeed, OpenHouseResult } from '../listings/open-house.ts';

/** Longer than a tick's budget; a tick with --until-idle goes on for hours. */
const MAX_AGE_MS = 5 * 60_000;
/** A listing is about a kilobyte in memory, so that what is kept stays below 50 MB. */
const MAX_LISTINGS = 50_000;

/**
 * Asks a feed each question once for all reports of this process that put it: 300 schedules of one city are one fetch
 * set (C3), whatever becomes of the cache. Failures and truncated answers are not kept.
 */
export function sharedFeed(feed: ListingFeed & OpenHouseFeed, clock: Clock): ListingFeed & OpenHouseFeed {
  const memo = <T extends { readonly truncated: boolean }>(countOf: (answer: T) => number) =>
    new Memo<T>({
      now: () => clock.now().getTime(),
      maxAgeMs: MAX_AGE_MS,
      maxWeight: MAX_LISTINGS,
      weigh: (answer) => 1 + countOf(answer),
      storable: ({ truncated }) => !truncated,
    });
  const answers = memo<ListingResult>(({ listings }) => listings.length);
  const shown = memo<OpenHouseResult>(({ openHouses }) => openHouses.length);
  return {
    source: feed.source,
    ...(feed.activeAt ? { activeAt: feed.activeAt } : {}),
    search: (query, options) => answers.get(canonicalJson(query), () => feed.search(query, options), options.signal),
    openHouses: (query, options) =>
      shown.get(canonicalJson(query), () => feed.openHouses(query, options), options.signal),
  };
}
