import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { civilDayAt, DAY_MS, midnightOf, monthOf, weekdayOf } from '../../../src/listings/sample/civil-day.ts';

test('midnights of two years are those of Luxon, days of changing clocks included', () => {
  for (const zone of new Set(SAMPLE_CITIES.map((city) => city.zone))) {
    for (let day = 20_089; day < 20_089 + 731; day += 1) {
      const [year, month, date] = new Date(day * DAY_MS).toISOString().slice(0, 10).split('-').map(Number);
      expect(midnightOf(day, zone)).toBe(DateTime.fromObject({ year, month, day: date }, { zone }).toMillis());
    }
  }
});

test('the day is the local one', () => {
  const evening = Date.parse('2026-03-11T06:59:00Z');
  expect(civilDayAt(evening, 'America/Los_Angeles')).toBe(Date.UTC(2026, 2, 10) / DAY_MS);
  expect(civilDayAt(evening + 60_000, 'America/Los_Angeles')).toBe(Date.UTC(2026, 2, 11) / DAY_MS);
  expect(weekdayOf(Date.UTC(2026, 2, 10) / DAY_MS)).toBe(2);
  expect(monthOf(Date.UTC(2026, 2, 10) / DAY_MS)).toBe(2);
});
