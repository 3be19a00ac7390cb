import type { BenchReport, Figure, Ratio } from './bench.ts';
import type { Machine } from './machine.ts';
import { median } from './statistics.ts';

const DIGITS: Record<Figure['unit'], number> = { ms: 1, s: 3, MiB: 1, 'runs/s': 0, count: 0 };

/** A report as lines for eyes: medians with their range, ratios with their targets. */
export function reportLines(name: string, report: BenchReport, once: boolean): string[] {
  const width = Math.max(0, ...[...report.figures, ...report.ratios].map((entry) => entry.name.length));
  return [
    `${name}${once ? ' (one small iteration; its figures mean nothing)' : ''}`,
    ...report.figures.map((figure) => `  ${figure.name.padEnd(width)}  ${figureText(figure)}`),
    ...report.ratios.map((ratio) => `  ${ratio.name.padEnd(width)}  ${ratioText(ratio, once)}`),
    ...report.notes.map((note) => `  ${note}`),
  ];
}

export const machineLine = (machine: Machine): string =>
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}, load ${machine.load.toFixed(1)} when it began`;

/** A number with its unit, in as many digits as the unit is worth. */
export const valueText = (value: number, unit: Figure['unit']): string => `${value.toFixed(DIGITS[unit])} ${unit}`;

function figureText({ values, unit }: Figure): string {
  if (values.length === 1) return valueText(median(values), unit);
  const range = `${Math.min(...values).toFixed(DIGITS[unit])}–${Math.max(...values).toFixed(DIGITS[unit])}`;
  return `${valueText(median(values), unit)}  (${range}, median of ${values.length})`;
}

/** What a ratio is to be; empty where it is only told. */
export function goalOf({ atLeast, atMost }: Ratio): string {
  if (atLeast !== undefined) return `at least ${atLeast}`;
  return atMost === undefined ? '' : `at most ${atMost}`;
}

function ratioText(ratio: Ratio, once: boolean): string {
  const goal = goalOf(ratio);
  const verdict = goal === '' || once ? '' : `  (target: ${goal}: ${met(ratio) ? 'met' : 'MISSED'})`;
  return `${ratio.value.toFixed(2)} ×${verdict}`;
}

/** Whether a ratio keeps to its target. */
export const met = ({ value, atLeast = -Infinity, atMost = Infinity }: Ratio): boolean =>
  value >= atLeast && value <= atMost;

/** A report as an object, with the medians worked out. */
export const reportObject = (report: BenchReport) => ({
  figures: report.figures.map((figure) => ({ ...figure, median: median(figure.values) })),
  ratios: report.ratios.map((ratio) => ({ ...ratio, met: met(ratio) })),
  notes: report.notes,
});
