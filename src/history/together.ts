import type { Reading } from '../market/population.ts';

/** Two readings of touching windows as one; a sale that moved from one to the other between them counts once. */
export function together<Of extends Reading>(earlier: Of, later: Of): Of {
  const listings = new Map([...earlier.listings, ...later.listings].map((listing) => [listing.mlsId, listing]));
  const unchecked = [earlier.unchecked, later.unchecked].filter((part) => part !== undefined);
  const [first] = unchecked;
  return {
    ...later,
    listings: [...listings.values()],
    truncated: earlier.truncated || later.truncated,
    ...(first ? { unchecked: { ...first, listings: unchecked.flatMap((part) => part.listings) } } : {}),
  };
}
