import type { Random } from '../../../src/listings/sample/random.ts';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import { chance, whole } from './draw.ts';

/** Among them zones whose clocks change at midnight, by half an hour, in the other half of the year, or never. */
export const ZONES = [
  'America/Chicago',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Nuuk',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Chatham',
  'Pacific/Auckland',
  'UTC',
] as const satisfies readonly [string, ...string[]];

/**
 * Where a soak begins, in years to come, since the ids of rows are made of real time: a day or two before clocks change
 * somewhere, months of unlike length, a year's end.
 */
export const STARTS = [
  '2033-03-11T20:00:00Z',
  '2033-03-25T05:00:00Z',
  '2033-04-01T11:00:00Z',
  '2033-10-28T16:00:00Z',
  '2033-11-04T09:00:00Z',
  '2034-01-29T13:00:00Z',
  '2033-12-29T22:00:00Z',
  '2032-02-26T08:00:00Z',
] as const;

/** Times at which clocks change somewhere. */
const DELICATE = ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '02:45', '03:00', '23:30'] as const;
const CADENCES = ['daily', 'daily', 'daily', 'daily', 'daily', 'weekly', 'weekly', 'biweekly', 'monthly'] as const;

export function drawRule(random: Random, startMs: number): CadenceRule {
  const cadence = random.pick(CADENCES);
  const [hour, minute] = [whole(random, 0, 23), whole(random, 0, 11) * 5];
  const plain = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return {
    cadence,
    sendTime: chance(random, 0.4) ? random.pick(DELICATE) : plain,
    weeklyDow: cadence === 'weekly' ? whole(random, 0, 6) : null,
    monthlyDom: cadence === 'monthly' ? random.pick([1, 5, 14, 28, 29, 30, 31] as const) : null,
    anchorDate: cadence === 'biweekly' ? dayOf(startMs + whole(random, -20, 12) * 86_400_000) : null,
    timezone: random.pick(ZONES),
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
