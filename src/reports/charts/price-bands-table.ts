import { DEFAULT_SAMPLE_THRESHOLDS } from '../../market/sample-size.ts';
import { FEWEST_CLOSINGS } from '../../market/supply.ts';
import { formatValue } from '../format.ts';
import type { ReportTable } from '../model.ts';
import { DASH } from '../text.ts';
import type { Material } from '../types/report-parts.ts';
import { bandsBasis, bandsOf, type NamedBand } from './price-bands.ts';

const { warn: FEWEST_UNMARKED } = DEFAULT_SAMPLE_THRESHOLDS;
const MARK = '*';

export function bandTable(material: Material): ReportTable[] {
  const bands = bandsOf(material);
  if (bands.length === 0) return [];
  const supplies = bands.map(supplyCell);
  const told = bands.some(isTold);
  const rows = bands.map(({ label, active, closed }, i) => [
    label,
    ...[active, closed].map(({ value }) => formatValue(value, 'count')),
    ...(told ? [supplies[i] ?? DASH] : []),
  ]);
  const notes = told ? notesOn(supplies) : [`supply needs ${FEWEST_CLOSINGS} sales in a price range`];
  return [
    {
      heading: 'The market by price',
      basis: [bandsBasis(bands, material), ...notes].join('; '),
      columns: ['Price', 'For sale', 'Sold', ...(told ? ['Supply'] : [])],
      rows,
    },
  ];
}

const isTold = ({ active, monthsOfSupply }: NamedBand): boolean => active.value !== 0 && monthsOfSupply.value !== null;

const supplyCell = (band: NamedBand): string => `${band.supply}${isTold(band) && band.verySmall ? MARK : ''}`;

/** What a mark and a dash mean, where there are any. */
function notesOn(cells: readonly string[]): string[] {
  return [
    ...(cells.some((cell) => cell.endsWith(MARK)) ? [`${MARK} from fewer than ${FEWEST_UNMARKED} sales`] : []),
    ...(cells.includes(DASH) ? [`${DASH}: fewer than ${FEWEST_CLOSINGS} sales`] : []),
  ];
}
