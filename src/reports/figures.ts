import type { Figure, Part } from '../market/figure.ts';
import { DEFAULT_SAMPLE_THRESHOLDS, sampleSize } from '../market/sample-size.ts';
import type { FigureKey, MarketSnapshot, SizedFigure } from '../market/snapshot.ts';
import type { Window } from '../market/window.ts';
import type { ChangesOf } from './changes.ts';
import { figureTexts } from './figure-texts.ts';
import { formatLength, formatPeriod, formatValue } from './format.ts';
import { totalOf } from './listing-cards.ts';
import type { ReportFigure } from './model.ts';
import { formatNumber } from './number.ts';
import { joinWords } from './text.ts';

/** A figure of one report type alone, which the market's snapshot does not hold. */
export interface OwnFigure {
  readonly key: string;
  readonly label: string;
  readonly definition: string;
  /** It is what it is, however few the homes: the highest of three prices is no sample. */
  readonly census?: boolean;
  readonly compute: (populations: MarketSnapshot['populations']) => Figure;
}

export interface FigureOptions {
  readonly keys: readonly (FigureKey | OwnFigure)[];
  /** How many of the first stand at the top. */
  readonly prominent: number;
  readonly zone: string;
  readonly changesOf: ChangesOf;
  /** For figures of the moment: when the feed was read, formatted. */
  readonly asOf: string;
}

/** The figures with their words, in the order of `keys`. */
export function describeFigures(snapshot: MarketSnapshot, options: FigureOptions): ReportFigure[] {
  return options.keys.map((entry, i) => {
    const figure = figureOf(snapshot, entry);
    return {
      ...nameOf(entry),
      prominent: i < options.prominent,
      value: figure.value,
      unit: figure.unit,
      text: formatValue(figure.value, figure.unit),
      population: figure.population,
      n: figure.n,
      ...overOf(figure),
      basis: basisOf(figure, options),
      note: noteOf(figure),
      smallSample: figure.sample !== 'sufficient',
      excluded: { ...figure.excluded },
      changes: options.changesOf(typeof entry === 'string' ? entry : entry.key),
    };
  });
}

/** What each figure is called and how it is defined. */
export function defineFigures(keys: FigureOptions['keys']): { term: string; text: string }[] {
  return keys.map((entry) => {
    const { label, definition } = typeof entry === 'string' ? figureTexts[entry] : entry;
    return { term: label, text: definition };
  });
}

function figureOf(snapshot: MarketSnapshot, entry: FigureKey | OwnFigure): SizedFigure {
  if (typeof entry === 'string') return snapshot.figures[entry];
  const figure = entry.compute(snapshot.populations);
  return { ...figure, sample: entry.census ? 'sufficient' : sampleSize(figure, DEFAULT_SAMPLE_THRESHOLDS) };
}

function nameOf(entry: FigureKey | OwnFigure): { key: string; label: string } {
  return typeof entry === 'string'
    ? { key: entry, label: figureTexts[entry].label }
    : { key: entry.key, label: entry.label };
}

/** Without n where a count is it, or nothing is known: a dash beside "n = 0" would read as none. */
function basisOf({ population, window, n, unit, value, parts }: SizedFigure, { zone, asOf }: FigureOptions): string {
  if (parts) return basisOfParts(parts, zone, asOf);
  const when = periodOrMoment(window, zone, asOf);
  const sample = unit === 'count' || value === null ? '' : ` (n\u00a0=\u00a0${formatNumber(n)})`;
  return `${population}, ${when}${sample}`;
}

/** "60 active listings as of Jun 2, 2025; 118 closed sales, Mar 4 – Jun 1, 2025": each count with what it is of. */
function basisOfParts(parts: readonly Part[], zone: string, asOf: string): string {
  const moment = parts.filter(({ window }) => !window).map(partText);
  const periods = parts.flatMap((part) =>
    part.window ? [`${partText(part)}, ${formatPeriod(part.window, zone)}`] : [],
  );
  return [...(moment.length > 0 ? [`${joinWords(moment)} as of ${asOf}`] : []), ...periods].join('; ');
}

const partText = ({ population, n }: Part): string => (n === null ? population : totalOf(n, false, population));

/** The days that a figure was taken from, for running text. */
export function overOf({ window }: Figure): { over?: string } {
  return window === undefined || window.days === 1 ? {} : { over: `the last ${formatLength(window)}` };
}

function periodOrMoment(window: Window | undefined, zone: string, asOf: string): string {
  return window ? formatPeriod(window, zone) : `as of ${asOf}`;
}

function noteOf({ value, reason, sample }: SizedFigure): string | null {
  if (value === null) return `Not shown: ${reason ?? 'not known'}.`;
  if (sample === 'sufficient') return null;
  return sample === 'small' ? 'Small sample.' : 'Very small sample: read with care.';
}
