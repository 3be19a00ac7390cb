import type { RawRow } from '../../support/feed/raw.ts';
import { rawHouse, soldHouse } from '../../support/feed/row.ts';
import { CITIES, QUIET_CITY } from '../plan/world.ts';

const DAY_MS = 86_400_000;
/** New and sold homes every few days, back to before the longest downtime, whose reports look a month further back. */
const EVERY_DAYS = 3;
const HOMES = 30;

/** A few homes in each city: some new, some sold, however far time has gone. */
export function homesAt(now: number): RawRow[] {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  const ago = (days: number) => new Date(day - days * DAY_MS).toISOString();
  const lying = (city: string) => ({ address: { city } });
  const busy = CITIES.flatMap((city, c) =>
    Array.from({ length: HOMES }, (_, n) => {
      const [id, days] = [100 * (c + 1) + 2 * n, EVERY_DAYS * n];
      return [
        rawHouse(id, { listDate: ago(days), modified: ago(days), ...lying(city) }),
        soldHouse(id + 1, ago(days), { listDate: ago(days + 40), modified: ago(days), ...lying(city) }),
      ];
    }).flat(),
  );
  return [...busy, rawHouse(999, { listDate: ago(400), modified: ago(400), ...lying(QUIET_CITY) })];
}
