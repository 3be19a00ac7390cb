import { type CivilDay, weekdayOf } from '../../core/civil-day.ts';
import { timeZone } from '../../core/time-zone.ts';
import { type MarketEntry, roughDay } from './market.ts';
import { hashOf } from './random.ts';

const HOUR_MS = 3_600_000;
/** Open houses are announced two or three weeks ahead. */
const DAYS_AHEAD = 21;
// One home in eight is shown on a Saturday, one in five on a Sunday.
const ONE_IN: Readonly<Record<number, number>> = { 6: 8, 0: 5 };

/** The open houses of homes for sale that start in a period, in the shape of GET /openhouses. */
export function openHouseRows(
  entries: readonly MarketEntry[],
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): object[] {
  const first = Math.max(roughDay(from) - 1, roughDay(now) - 1);
  const last = Math.min(roughDay(to) + 1, roughDay(now) + DAYS_AHEAD);
  const rows: object[] = [];
  for (let day = first; day <= last; day += 1) {
    for (const entry of entries) {
      if (isShown(entry, day)) rows.push(openHouse(entry, day));
    }
  }
  return rows;
}

function isShown({ life }: MarketEntry, day: CivilDay): boolean {
  const oneIn = ONE_IN[weekdayOf(day)];
  return oneIn !== undefined && life.type !== 'RNT' && hashOf('open house', life.mlsId, day) % oneIn === 0;
}

function openHouse({ city, life, row }: MarketEntry, day: CivilDay) {
  const zone = timeZone(city.zone);
  const hour = 11 + (hashOf('hour', life.mlsId, day) % 4);
  // The sample cities skip no afternoon.
  const at = (time: number) => new Date(zone.instantOf(day, time * HOUR_MS) ?? 0).toISOString();
  const key = life.mlsId * 1_000 + (day % 1_000);
  return {
    openHouseKey: key,
    openHouseId: `SAMPLE-OH-${key}`,
    type: 'Public',
    description: null,
    refreshments: null,
    startTime: at(hour),
    endTime: at(hour + 3),
    listing: row(),
  };
}
