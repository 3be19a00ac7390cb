import type { OpenHouse } from '../listings/open-house.ts';
import { formatClock, formatWeekday } from './format.ts';
import { describeListing, MOST, totalOf } from './listing-cards.ts';
import type { ReportListings } from './model.ts';

/** Open houses in the order of their start, under their local day. */
export function openHousesOf(
  houses: readonly OpenHouse[],
  { truncated, zone }: { readonly truncated: boolean; readonly zone: string },
) {
  const shown = houses.slice(0, MOST);
  const days = new Map<string, OpenHouse[]>();
  for (const house of shown) {
    const day = formatWeekday(house.startsAt, zone);
    days.set(day, [...(days.get(day) ?? []), house]);
  }
  const section: ReportListings = {
    heading: 'When to see them',
    of: totalOf(houses.length, truncated, 'open houses'),
    layout: 'rows',
    groups: [...days].map(([heading, ofDay]) => ({
      heading,
      items: ofDay.map((house) => ({ ...describeListing(house.listing, zone), when: `Open ${hours(house, zone)}` })),
    })),
  };
  return { section, shown: shown.map(({ listing }) => listing) };
}

/** "11:00 AM – 2:00 PM CDT", or its start alone. */
function hours({ startsAt, endsAt }: OpenHouse, zone: string): string {
  const { time, abbreviation } = formatClock(startsAt, zone);
  if (endsAt === null) return `from ${time} ${abbreviation}`;
  return `${time} – ${formatClock(endsAt, zone).time} ${abbreviation}`;
}
