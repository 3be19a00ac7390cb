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
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}`;

function figureText({ values, unit }: Figure): string {
  const text = (value: number) => value.toFixed(DIGITS[unit]);
  if (values.length === 1) return `${text(median(values))} ${unit}`;
  const range = `${text(Math.min(...values))}–${text(Math.max(...values))}`;
  return `${text(median(values))} ${unit}  (${range}, median of ${values.length})`;
}

function ratioText(ratio: Ratio, once: boolean): string {
  const goal =
    ratio.atLeast !== undefined
      ? `at least ${ratio.atLeast}`
      : ratio.atMost !== undefined
        ? `at most ${ratio.atMost}`
        : '';
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
