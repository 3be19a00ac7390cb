import type { Figure, Ratio } from '../support/bench.ts';
import { goalOf, machineLine, met, valueText } from '../support/print.ts';
import { median } from '../support/statistics.ts';
import { barChart } from './bar-chart.ts';
import type { Result, Results } from './results.ts';

const BEGIN = '<!-- From here on made by: npm run bench -- all --write -->';
const END = '<!-- Made until here. -->';

/** The page with its made part renewed; what people wrote around it stays. @throws where the marks are missing */
export function renewPage(page: string, results: Results): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md lacks its marks: ${BEGIN} … ${END}`);
  const sections = Object.entries(results).map(([name, result]) => section(name, result));
  return `${page.slice(0, begin)}${BEGIN}\n\n${sections.join('\n\n')}\n\n${page.slice(end)}`;
}

/** The charts by the names of their files. */
export const chartsOf = (results: Results): Record<string, string> =>
  Object.fromEntries(
    Object.entries(results).flatMap(([name, result]) =>
      [...byUnit(result.figures)].map(([unit, figures]) => [chartFile(name, unit), barChart(name, figures)]),
    ),
  );

const chartFile = (name: string, unit: Figure['unit']): string => `${name}-${unit.replace('/', '-per-')}.svg`;

/** Bars of one chart have one unit. */
function byUnit(figures: readonly Figure[]): Map<Figure['unit'], Figure[]> {
  const groups = new Map<Figure['unit'], Figure[]>();
  for (const figure of figures) groups.set(figure.unit, [...(groups.get(figure.unit) ?? []), figure]);
  return groups;
}

function section(name: string, result: Result): string {
  const { summary, figures, ratios, notes, machine, on } = result;
  return [
    `### ${name}`,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    ...[...byUnit(figures).keys()].map((unit) => `![${name}, ${unit}](performance/${chartFile(name, unit)})`),
    table(['', 'median', 'least to most', 'of'], figures.map(figureCells)),
    ...(ratios.length === 0 ? [] : [table(['ratio', '', 'target', ''], ratios.map(ratioCells))]),
    ...notes,
    `${on} on ${machineLine(machine)}.`,
  ].join('\n\n');
}

const figureCells = ({ name, unit, values }: Figure): string[] => [
  name,
  valueText(median(values), unit),
  `${valueText(Math.min(...values), unit)} to ${valueText(Math.max(...values), unit)}`,
  String(values.length),
];

function ratioCells(ratio: Ratio): string[] {
  const goal = goalOf(ratio);
  return [ratio.name, `${ratio.value.toFixed(2)} ×`, goal, goal === '' ? '' : met(ratio) ? 'met' : 'missed'];
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
