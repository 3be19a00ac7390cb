import { changeLine } from '../changes.ts';
import { chartAlt } from '../charts/alt.ts';
import type { ChartSize } from '../charts/render-svg.ts';
import { showingLine, sourceOf } from '../listing-cards.ts';
import type { ReportChart, ReportListings, ReportModel } from '../model.ts';
import { DISCLAIMERS, SAMPLE_NOTICE, sourceLine } from '../standing-texts.ts';
import { sentence } from '../text.ts';

/** CSS pixels; the page scales the drawing to its width. */
const PDF_CHART: ChartSize = { width: 660, height: 225 };

/** What the template prints: the model's own texts, and nothing computed. */
export function pdfData(model: ReportModel, draw: (chart: ReportChart, size: ChartSize) => string) {
  const { title, area, period, headline, notices, brand, tables, exclusions, definitions } = model;
  const figures = model.figures.map(({ label, text, basis, note, prominent, changes }) => {
    return { label, text, basis, note, prominent, changes: changes.map(changeLine) };
  });
  return {
    documentTitle: `${title}: ${area}, ${period}`,
    ...{ title, area, period, headline, notices, brand, exclusions, definitions },
    tables: tables.map((table) => ({ ...table, basis: sentence(table.basis) })),
    sample: model.source.sample,
    sampleNotice: SAMPLE_NOTICE,
    prominent: figures.filter(({ prominent }) => prominent),
    others: figures.filter(({ prominent }) => !prominent),
    narrative: model.narrative?.text ?? null,
    charts: model.charts.map((chart) => ({
      title: chart.title,
      basis: sentence(chart.basis),
      alt: chartAlt(chart),
      svg: draw(chart, PDF_CHART),
    })),
    listings: model.listings && listingsData(model.listings),
    sourceLine: `Source: ${model.source.name}. As of ${model.asOf}.`,
    sources: [sourceLine(model), ...DISCLAIMERS, ...model.disclaimers],
  };
}

function listingsData({ heading, of, groups }: ReportListings) {
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  if (count === 0) return null;
  const withSource = groups.map((group) => ({
    heading: group.heading,
    items: group.items.map((item) => ({ ...item, source: sourceOf(item) })),
  }));
  return { heading, showing: showingLine(count, of), groups: withSource };
}
