import type { OpenHouse } from '../listings/open-house.ts';
import { formatClock, formatShortWeekday, formatWeekday } from './format.ts';
import { describeListing, mostInReport, totalOf } from './listing-cards.ts';
import { firstOfEach } from './listing-groups.ts';
import type { ReportListings } from './model.ts';
import { countNoun, joinWords, unbroken } from './text.ts';

const NOUN = 'open houses';
/** One a day of the week; a feed may hold any number of times for one home, and an e-mail may not. */
const MOST_TIMES = 6;

/** Open houses in the order of their start, under their local day. */
export function openHousesOf(
  houses: readonly OpenHouse[],
  { truncated, zone }: { readonly truncated: boolean; readonly zone: string },
) {
  const days = grouped(houses.toSorted(byStart), ({ startsAt }) => formatWeekday(startsAt, zone));
  const ofHome = grouped(houses, ({ listing }) => listing.mlsId);
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
        ...alsoOpen(house, ofHome.get(house.listing.mlsId), zone),
      })),
    })),
  };
  return { section, shown: kept.map((ofDay) => ofDay.map(({ listing }) => listing)) };
}

function grouped<K>(houses: readonly OpenHouse[], keyOf: (house: OpenHouse) => K): Map<K, OpenHouse[]> {
  const groups = new Map<K, OpenHouse[]>();
  for (const house of houses) {
    const group = groups.get(keyOf(house));
    if (group) group.push(house);
    else groups.set(keyOf(house), [house]);
  }
  return groups;
}

/** Of those at the same time the ones with an address first: nobody can just go to another. */
const byStart = (a: OpenHouse, b: OpenHouse): number =>
  a.startsAt - b.startsAt || Number(a.listing.streetAddress === null) - Number(b.listing.streetAddress === null);

/** "Also Sun, Jun 8, 1:00 – 3:00 PM CDT". */
function alsoOpen({ key }: OpenHouse, ofHome: readonly OpenHouse[] = [], zone: string): { also?: string } {
  const others = ofHome.filter((other) => other.key !== key);
  const told = others.slice(0, MOST_TIMES).map((other) => whenOpen(other, zone));
  const rest = others.length - told.length;
  if (rest > 0) told.push(countNoun(rest, 'more time'));
  return told.length === 0 ? {} : { also: `Also ${joinWords(told)}` };
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
