import type { Figure } from '../support/bench.ts';
import { valueText } from '../support/print.ts';
import { median } from '../support/statistics.ts';

const BAR = { height: 18, step: 30, width: 360 };
const MARGIN = { top: 12, gap: 10, right: 110 };
/** Of a character at this size, on average; names are measured by it, there being no font here. */
const CHARACTER_WIDTH = 7;

// Pages are read on white and on black.
const STYLE = `text{font:13px system-ui,sans-serif;fill:#24292f}.bar{fill:#3b6fb6}.range{stroke:#d1742f;stroke-width:2}
@media(prefers-color-scheme:dark){text{fill:#d6dbe1}.bar{fill:#5c93dd}.range{stroke:#e6a15c}}`;

/** Figures of one unit as horizontal bars from zero: as long as the median, with a line from the least to the most. */
export function barChart(title: string, figures: readonly Figure[]): string {
  const left = MARGIN.gap + CHARACTER_WIDTH * Math.max(...figures.map(({ name }) => name.length));
  const most = Math.max(...figures.flatMap(({ values }) => values), Number.MIN_VALUE);
  const at = (value: number) => round(left + MARGIN.gap + (value / most) * BAR.width);
  const rows = figures.map((figure, i) => row(figure, MARGIN.top + i * BAR.step, at));
  const [width, height] = [left + BAR.width + MARGIN.right, 2 * MARGIN.top + figures.length * BAR.step];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<style>${STYLE}</style>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function row({ name, unit, values }: Figure, top: number, at: (value: number) => number): string {
  const middle = top + BAR.height / 2;
  const [low, mid, high] = [Math.min(...values), median(values), Math.max(...values)];
  return [
    `<text x="${at(0) - MARGIN.gap}" y="${middle + 4}" text-anchor="end">${escapeText(name)}</text>`,
    `<rect class="bar" x="${at(0)}" y="${top}" width="${round(at(mid) - at(0))}" height="${BAR.height}"/>`,
    `<line class="range" x1="${at(low)}" y1="${middle}" x2="${at(high)}" y2="${middle}"/>`,
    `<text x="${at(high) + MARGIN.gap}" y="${middle + 4}">${valueText(mid, unit)}</text>`,
  ].join('\n');
}

const round = (value: number): number => Math.round(value * 10) / 10;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
