import { expect, test } from 'vitest';
import { areaLabel } from '../../src/reports/area-label.ts';

test.each([
  [['Houston'], [], 'Houston'],
  [['Houston', 'Katy'], [], 'Houston and Katy'],
  [['Houston'], ['77002', '77003'], 'Houston, 77002 and 77003'],
  [['A', 'B', 'C', 'D'], [], 'A, B, C and D'],
  [['A', 'B', 'C', 'D', 'E'], ['77002'], 'A, B, C and 3 more areas'],
])('%j and %j are %s', (cities, postalCodes, label) => {
  expect(areaLabel({ cities, postalCodes })).toBe(label);
});
