// A child process of cadence-host.test.ts: prints instants as a process in another zone and season computes them.
import { localDate, parseRule, upcoming } from '../../src/scheduling/cadence.ts';

const today = process.argv[2];
if (today !== undefined) Date.now = () => Date.parse(today);

const ZONES = ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'];
const common = { weeklyDow: 1, monthlyDom: 31, anchorDate: '2026-01-05' };
const from = new Date('2026-01-01T00:00:00Z');

const instants = ZONES.flatMap((timezone) =>
  (['daily', 'weekly', 'biweekly', 'monthly'] as const).flatMap((cadence) =>
    ['00:30', '01:30', '02:30', '09:00', '23:30'].map((sendTime) =>
      upcoming(parseRule({ ...common, cadence, sendTime, timezone }), from, 400).map((due) => due.toISOString()),
    ),
  ),
);
const dates = ZONES.map((timezone) => localDate(new Date('2026-06-30T23:59:59Z'), timezone));
process.stdout.write([new Date(2026, 0, 1).getTimezoneOffset(), ...instants.flat(), ...dates, ''].join('\n'));
