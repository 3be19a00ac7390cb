import { expect, test } from 'vitest';
import { areaMatcher, areaOf } from '../../src/listings/area.ts';

const place = (city: string | null, postalCode: string | null = null) => ({ city, postalCode });

test('no place at all is refused, blanks included, and counts against the schedule (M6)', () => {
  for (const cities of [[], ['', '  ']]) {
    expect(() => areaOf({ cities, postalCodes: [' '] })).toThrow(
      expect.objectContaining({ code: 'no_area', scope: 'schedule' }),
    );
  }
});

test('a city is equal whatever its case and spaces, and never a part of another (V5)', () => {
  const inArea = areaMatcher(areaOf({ cities: [' houston', 'The  Woodlands'], postalCodes: [] }));
  expect(inArea(place('HOUSTON '))).toBe(true);
  expect(inArea(place('The Woodlands'))).toBe(true);
  for (const city of ['South Houston', 'Houston Heights', '', null]) expect(inArea(place(city))).toBe(false);
});

test('postal codes are compared by five digits, and places are a union', () => {
  const inArea = areaMatcher(areaOf({ cities: ['Katy'], postalCodes: ['77096-1234', '77433'] }));
  expect(inArea(place('Houston', '77096'))).toBe(true);
  expect(inArea(place('Houston', '77433-0001'))).toBe(true);
  expect(inArea(place('Katy', '77494'))).toBe(true);
  expect(inArea(place('Houston', '77097'))).toBe(false);
  expect(inArea(place(null, null))).toBe(false);
});

test('each place is named once, in the spelling to send', () => {
  const area = areaOf({ cities: ['Houston', ' HOUSTON '], postalCodes: ['77096-1234', '77096'] });
  expect(area).toEqual({ cities: ['HOUSTON'], postalCodes: ['77096'] });
});
