import type { OpenHouse } from '../listings/open-house.ts';
import { formatClock, formatShortWeekday, formatWeekday } from './format.ts';
import { describeListing, mostInReport, totalOf } from './listing-cards.ts';
import { firstOfEach } from './listing-groups.ts';
import type { ReportListings } from './model.ts';
import { joinWords, unbroken } from './text.ts';

const NOUN = 'open houses';

/** Open houses in the order of their start, under their local day. */
export function openHousesOf(
  houses: readonly OpenHouse[],
  { truncated, zone }: { readonly truncated: boolean; readonly zone: string },
) {
  const days = new Map<string, OpenHouse[]>();
  for (const house of houses.toSorted(byStart)) {
    const day = formatWeekday(house.startsAt, zone);
    days.set(day, [...(days.get(day) ?? []), house]);
  }
  const kept = firstOfEach([...days.values()], mostInReport(houses.length));
  const section: ReportListings = {
    heading: 'When to see them',
    of: totalOf(houses.length, truncated, NOUN),
    layout: 'rows',
    whenFirst: true,
    groups: [...days].map(([heading, ofDay], i) => ({
      heading,
      // Of which day those are that were not read, nobody knows.
      ...(truncated ? {} : { of: totalOf(ofDay.length, false, NOUN) }),
      items: (kept[i] ?? []).map((house) => ({
        ...describeListing(house.listing, zone),
        when: whenOpen(house, zone),
        ...alsoOpen(house, houses, zone),
      })),
    })),
  };
  return { section, shown: kept.map((ofDay) => ofDay.map(({ listing }) => listing)) };
}

/** Of those at the same time the ones with an address first: nobody can just go to another. */
const byStart = (a: OpenHouse, b: OpenHouse): number =>
  a.startsAt - b.startsAt || Number(a.listing.streetAddress === null) - Number(b.listing.streetAddress === null);

/** "Also Sun, Jun 8, 1:00 – 3:00 PM CDT". */
function alsoOpen({ key, listing }: OpenHouse, houses: readonly OpenHouse[], zone: string): { also?: string } {
  const others = houses.filter((other) => other.listing.mlsId === listing.mlsId && other.key !== key);
  return others.length === 0 ? {} : { also: `Also ${joinWords(others.map((other) => whenOpen(other, zone)))}` };
}

/** "Sat, Jun 7, 11:00 AM – 2:00 PM CDT", or its start alone; with the day, which a page further down does not tell. */
function whenOpen(house: OpenHouse, zone: string): string {
  return `${unbroken(formatShortWeekday(house.startsAt, zone))}, ${unbroken(hours(house, zone))}`;
}

function hours({ startsAt, endsAt }: OpenHouse, zone: string): string {
  const { time, half, abbreviation } = formatClock(startsAt, zone);
  if (endsAt === null) return `from ${time} ${half} ${abbreviation}`;
  const end = formatClock(endsAt, zone);
  return `${time}${half === end.half ? '' : ` ${half}`} – ${end.time} ${end.half} ${abbreviation}`;
}
