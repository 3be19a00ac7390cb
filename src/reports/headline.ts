import type { FigureKey } from '../market/snapshot.ts';
import { inPeriod } from './format.ts';
import type { ReportFigure } from './model.ts';
import { countHomes, countThere, type Named } from './named-homes.ts';
import { countOrNo, DASH } from './text.ts';

/** What a headline is made from. */
export interface Wording extends Named {
  readonly figures: readonly ReportFigure[];
  /** For running text: "the 30 days from …". */
  readonly period: string;
}

type Known = ReportFigure & { readonly value: number };

/** "Houston: median sale price $312,500". One number, of the figure that says most and is known. */
export function subjectOf({ figures, ...named }: Pick<Wording, 'figures' | 'area' | 'place'>): string {
  const { place } = named;
  const known = lookUp(figures);
  const price = known('medianSalePrice');
  // A median of four sales is no headline.
  if (price && price.n >= 5) return `${place}: median sale price ${price.text}`;
  const counts: [FigureKey, (count: string) => string][] = [
    ['closedSales', (count) => `${countOrNo(count, 'sale')} closed`],
    ['activeListings', (count) => `${countThere(count, named)} for sale`],
    ['pendingListings', (count) => `${countOrNo(count, 'sale')} pending`],
  ];
  for (const [key, words] of counts) {
    const count = known(key);
    if (count && count.value > 0) return `${place}: ${words(count.text)}`;
  }
  const unknown = counts.some(([key]) => isUnknown(figures, key));
  return unknown ? `${place}: market report` : `${place}: nothing to report`;
}

/** The report in one sentence, of what is known. */
export function headlineOf({ figures, area, homes, period }: Omit<Wording, 'place'>): string {
  const known = lookUp(figures);
  const closed = known('closedSales');
  const price = known('medianSalePrice');
  const active = known('activeListings');
  const supply = active === null ? '' : `; ${onSale(active)} for sale now`;
  if (closed === null || closed.value === 0) {
    const where = `sold in ${area} ${inPeriod(period)}`;
    if (closed === null) return `The number of ${homes.many} ${where} is not known${supply}.`;
    return `No ${homes.one} ${where}${supply}.`;
  }
  const sold = `${countHomes(closed.text, { homes })} sold in ${area} ${inPeriod(period)}`;
  return `${sold}${price === null ? '' : `, ${closed.value === 1 ? 'for' : 'at a median of'} ${price.text}`}${supply}.`;
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
