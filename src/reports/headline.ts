import type { FigureKey } from '../market/snapshot.ts';
import { inPeriod } from './format.ts';
import type { ReportFigure } from './model.ts';
import { DASH } from './text.ts';

type Known = ReportFigure & { readonly value: number };

/** "Houston: median sale price $312,500". One number, of the figure that says most and is known. */
export function subjectOf(figures: readonly ReportFigure[], area: string): string {
  const known = lookUp(figures);
  const price = known('medianSalePrice');
  // A median of four sales is no headline.
  if (price && price.n >= 5) return `${area}: median sale price ${price.text}`;
  const counts: [FigureKey, string, string][] = [
    ['closedSales', 'sale closed', 'sales closed'],
    ['activeListings', 'home for sale', 'homes for sale'],
    ['pendingListings', 'sale pending', 'sales pending'],
  ];
  for (const [key, one, many] of counts) {
    const count = known(key);
    if (count && count.value > 0) return `${area}: ${count.text} ${count.value === 1 ? one : many}`;
  }
  const unknown = counts.some(([key]) => isUnknown(figures, key));
  return unknown ? `${area}: market report` : `${area}: nothing to report`;
}

/** The report in one sentence, of what is known. */
export function headlineOf(figures: readonly ReportFigure[], area: string, period: string): string {
  const known = lookUp(figures);
  const closed = known('closedSales');
  const price = known('medianSalePrice');
  const active = known('activeListings');
  const supply = active === null ? '' : `; ${onSale(active)} for sale now`;
  if (closed === null || closed.value === 0) {
    const sales = closed === null ? 'The number of sales is not known' : 'No home sold';
    return `${sales} in ${area} ${inPeriod(period)}${supply}.`;
  }
  const homes = `${closed.text} ${closed.value === 1 ? 'home' : 'homes'} sold in ${area} ${inPeriod(period)}`;
  return `${homes}${price === null ? '' : `, ${closed.value === 1 ? 'for' : 'at a median of'} ${price.text}`}${supply}.`;
}

function onSale({ value, text }: Known): string {
  if (value === 0) return 'none is';
  return `${text} ${value === 1 ? 'is' : 'are'}`;
}

/** On the page, and a dash there: whether it is nothing cannot be told. */
const isUnknown = (figures: readonly ReportFigure[], key: FigureKey): boolean =>
  figures.some((figure) => figure.key === key && figure.value === null);

function lookUp(figures: readonly ReportFigure[]): (key: FigureKey) => Known | null {
  return (key) => {
    const figure = figures.find((candidate) => candidate.key === key);
    return figure === undefined || figure.value === null ? null : { ...figure, value: figure.value };
  };
}

/** The printed text of the figure with this key, or null where its value is not known or prints as a dash. */
export function textOf(figures: readonly ReportFigure[], key: string): string | null {
  const figure = figures.find((candidate) => candidate.key === key);
  return figure === undefined || figure.value === null || figure.text === DASH ? null : figure.text;
}
