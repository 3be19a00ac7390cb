import type { NamedBand } from './charts/price-bands.ts';
import { overOf } from './figures.ts';
import { formatValue } from './format.ts';
import type { ReportContent } from './model.ts';

/** Price bands for running text. */
export function bandsInWords(bands: readonly NamedBand[]): NonNullable<ReportContent['bands']> {
  return bands.map(({ phrase, closed, monthsOfSupply: { value, unit, n } }) => ({
    range: phrase,
    ...overOf(closed),
    sold: { value: closed.value, text: formatValue(closed.value, closed.unit) },
    supply: { value, text: formatValue(value, unit), n },
  }));
}
