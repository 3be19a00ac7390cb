import type { FigureKey, MarketSnapshot, SizedFigure } from '../market/snapshot.ts';
import type { Window } from '../market/window.ts';
import { figureTexts } from './figure-texts.ts';
import { formatPeriod, formatValue } from './format.ts';
import type { ReportFigure } from './model.ts';

export interface FigureOptions {
  readonly keys: readonly FigureKey[];
  readonly prominent: readonly FigureKey[];
  readonly zone: string;
  /** For figures of the moment: when the feed was read, formatted. */
  readonly asOf: string;
}

/** The snapshot's figures with their words, in the order of `keys`. */
export function describeFigures(snapshot: MarketSnapshot, options: FigureOptions): ReportFigure[] {
  return options.keys.map((key) => {
    const figure = snapshot.figures[key];
    return {
      key,
      label: figureTexts[key].label,
      prominent: options.prominent.includes(key),
      value: figure.value,
      unit: figure.unit,
      text: formatValue(figure.value, figure.unit),
      population: figure.population,
      n: figure.n,
      basis: basisOf(figure, options),
      note: noteOf(figure),
      smallSample: figure.sample !== 'sufficient',
      excluded: { ...figure.excluded },
    };
  });
}

function basisOf({ population, window, n, unit }: SizedFigure, { zone, asOf }: FigureOptions): string {
  const when = periodOrMoment(window, zone, asOf);
  return `${population}, ${when}${unit === 'count' ? '' : ` (n = ${n.toLocaleString('en-US')})`}`;
}

function periodOrMoment(window: Window | undefined, zone: string, asOf: string): string {
  return window ? formatPeriod(window, zone) : `as of ${asOf}`;
}

function noteOf({ value, reason, sample }: SizedFigure): string | null {
  if (value === null) return `Not shown: ${reason ?? 'not known'}.`;
  if (sample === 'sufficient') return null;
  return sample === 'small' ? 'Small sample.' : 'Very small sample: read with care.';
}
