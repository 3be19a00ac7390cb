import { formatValue } from '../format.ts';
import type { ReportChart } from '../model.ts';

type Series = ReportChart['series'][number];

/** What a series shows, each value with the text that every surface prints of it. */
export function valuesOf(
  values: readonly (number | null)[],
  unit: Series['unit'],
): Pick<Series, 'unit' | 'values' | 'texts'> {
  return { unit, values, texts: values.map((value) => formatValue(value, unit)) };
}
