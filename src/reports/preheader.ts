import { DEFAULT_SAMPLE_THRESHOLDS } from '../market/sample-size.ts';
import type { ReportFigure, ReportModel } from './model.ts';
import { SAMPLE_NOTICE } from './standing-texts.ts';
import { DASH, uncapitalised } from './text.ts';

/** Of fewer homes than that the page says "very small sample", for which there is no room here. */
const FEWEST = DEFAULT_SAMPLE_THRESHOLDS.warn;
const NUMBERS = /\$?\d(?:[\d,.]*\d)?%?/g;

/**
 * What the inbox shows beside the subject: two more figures, as the page prints them. The headline itself is the first
 * thing that whoever opens the message reads.
 */
export function preheader({ source, subject, headline, figures }: ReportModel): string {
  const said = new Set(`${subject} ${headline}`.match(NUMBERS));
  const further = figures.filter((figure) => isNews(figure) && !figure.text.match(NUMBERS)?.some((n) => said.has(n)));
  const words = further
    .slice(0, 2)
    .map((figure, i) => `${i === 0 ? labelOf(figure) : uncapitalised(labelOf(figure))}: ${figure.text}`)
    .join('; ');
  const line = words === '' ? headline : `${words}.`;
  return source.sample ? `${SAMPLE_NOTICE}. ${line}` : line;
}

const isNews = ({ value, text, n }: ReportFigure): boolean =>
  value !== null && value !== 0 && text !== DASH && n >= FEWEST;

/** Not "Months of supply: 12.0 months". */
const labelOf = ({ label, unit }: ReportFigure): string => (unit === 'months' ? 'Supply' : label);
