import type { RawRow } from '../../support/feed/raw.ts';
import { rawHouse, soldHouse } from '../../support/feed/row.ts';
import { CITIES, QUIET_CITY } from '../plan/world.ts';

const DAY_MS = 86_400_000;
const HOMES = 6;

/** A few homes in each city: some new, some sold, however far time has gone. */
export function homesAt(now: number): RawRow[] {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  const ago = (days: number) => new Date(day - days * DAY_MS).toISOString();
  const lying = (city: string) => ({ address: { city } });
  const busy = CITIES.flatMap((city, c) =>
    Array.from({ length: HOMES }, (_, n) => {
      const id = 100 * (c + 1) + n;
      return n % 2 === 0
        ? rawHouse(id, { listDate: ago(n), modified: ago(n), ...lying(city) })
        : soldHouse(id, ago(n), { listDate: ago(40), modified: ago(n), ...lying(city) });
    }),
  );
  return [...busy, rawHouse(999, { listDate: ago(400), modified: ago(400), ...lying(QUIET_CITY) })];
}
