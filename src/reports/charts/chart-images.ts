import type { ReportChart, ReportModel } from '../model.ts';
import { chartCid, MAIL_DRAWING, MAIL_ZOOM } from './mail-size.ts';

/** A picture that the page shows as `cid:…`. */
export interface ChartImage {
  readonly cid: string;
  readonly filename: string;
  readonly contentType: 'image/png';
  readonly content: Buffer;
}

/** Some 30 KB each. */
const MOST_KEPT = 60;
/** By the chart's own content, oldest use first: 300 reports of one city draw its charts once. */
const drawn = new Map<string, Promise<Buffer>>();

/** The charts of a report as PNGs for its e-mail. The libraries that draw them are loaded here, and not before. */
export async function chartImages({ charts }: Pick<ReportModel, 'charts'>): Promise<ChartImage[]> {
  const images: ChartImage[] = [];
  for (const chart of charts) {
    const content = await pictureOf(chart);
    images.push({ cid: chartCid(chart), filename: `${chart.key}.png`, contentType: 'image/png', content });
  }
  return images;
}

function pictureOf(chart: ReportChart): Promise<Buffer> {
  const key = JSON.stringify(chart);
  const picture = drawn.get(key) ?? draw(chart);
  drawn.delete(key);
  drawn.set(key, picture);
  // A failure is not kept.
  picture.catch(() => drawn.delete(key));
  for (const oldest of drawn.keys()) {
    if (drawn.size <= MOST_KEPT) break;
    drawn.delete(oldest);
  }
  return picture;
}

async function draw(chart: ReportChart): Promise<Buffer> {
  const { renderChartSvg } = await import('./render-svg.ts');
  const { renderPng } = await import('./render-png.ts');
  return renderPng(renderChartSvg(chart, MAIL_DRAWING), MAIL_ZOOM);
}
