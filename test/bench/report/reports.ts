import { chartImages } from '../../../src/reports/charts/chart-images.ts';
import type { ReportModel } from '../../../src/reports/model.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import { renderMessage } from '../../../src/reports/render-message.ts';
import { footer, houston, modelOf } from '../../reports/examples.ts';

/** A full market snapshot of 283 homes; each `seed` has prices of its own, so that no chart was drawn before. */
export function snapshotOf(seed: number): Promise<ReportModel> {
  const { active, pending, closed } = houston();
  const dearer = closed.map((sale) => ({ ...sale, closePrice: (sale.closePrice ?? 0) + seed * 1_000 }));
  // A year's look-back has three charts without a stored past.
  return modelOf({ active, pending, closed: dearer }, { request: { lookbackDays: 365 } });
}

/** Listings to figures to e-mail, three charts and PDF. @throws when any of them is missing */
export async function makeReport(seed: number): Promise<void> {
  const model = await snapshotOf(seed);
  const { html, text } = renderMessage(model, footer);
  const [images, pdf] = [await chartImages(model), await renderPdf(model)];
  if (images.length !== 3 || html.length < 10_000 || text.length < 1_000 || pdf.length < 20_000) {
    throw new Error(`Report ${seed} is not whole.`);
  }
}
