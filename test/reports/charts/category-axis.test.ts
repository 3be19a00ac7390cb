import { expect, test } from 'vitest';
import { categoryAxis } from '../../../src/reports/charts/category-axis.ts';
import { times } from '../../market/examples.ts';

const shownOf = (names: string[]) => {
  const { data, axisLabel } = categoryAxis(names);
  return data.filter((_, i) => axisLabel.interval(i)).map(axisLabel.formatter);
};

test('of twelve months every third is named, counted from the last one', () => {
  expect(shownOf(times(12, (i) => `M${String(i + 1).padStart(2, '0')} 2025`))).toEqual(
    ['M03', 'M06', 'M09', 'M12'].map((month) => `${month} 2025`),
  );
  expect(shownOf(times(12, (i) => `May ${i + 10}`))).toEqual(times(6, (i) => `May ${2 * i + 11}`));
});

test('six columns have all their names; what does not fit on one line takes two', () => {
  const ranges = ['Under $200K', ...times(4, () => '$200K–$400K'), '$1M+'];
  expect(shownOf(ranges)).toEqual(['Under\n$200K', ...times(4, () => '$200K–\n$400K'), '$1M+']);
  expect(shownOf(['Under $200K', '$200K+'])).toEqual(['Under $200K', '$200K+']);
});

test('days that each name says are said by the title alone', () => {
  expect(shownOf(['0–7 days', '8–14 days', '91+ days'])).toEqual(['0–7', '8–14', '91+']);
  expect(shownOf(['0–7 days', 'longer'])).toEqual(['0–7 days', 'longer']);
});
