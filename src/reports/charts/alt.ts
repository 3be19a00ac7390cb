import type { ReportChart } from '../model.ts';

/** One line for each category with its numbers: "May 5: closed sales 12, median sale price $310,000". */
export function chartLines({ categories, series }: ReportChart): string[] {
  return categories.map((category, i) => {
    const values = series.map(({ name, texts }) => `${name.toLowerCase()} ${texts[i] ?? ''}`);
    return `${category}: ${values.join(', ')}`;
  });
}

/** The chart in words, with every number that it draws. */
export function chartAlt(chart: ReportChart): string {
  return `${chart.title}. ${chartLines(chart).join('; ')}.`;
}
