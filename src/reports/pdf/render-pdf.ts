import type { ReportModel } from '../model.ts';
import { assertPdf } from './assert-pdf.ts';
import { typeset } from './typesetter.ts';

/**
 * The report as a tagged PDF/UA-1 with our fonts embedded; the same model gives the same bytes.
 * @throws ReportctlError 78 where the typesetter is not installed, 1 when it made no valid PDF (R9)
 */
export async function renderPdf(model: ReportModel): Promise<Buffer> {
  const pdf = await typeset(model, (compiler, document) =>
    compiler.pdf(document, { pdfStandard: 'ua-1', pdfTags: true }),
  );
  return assertPdf(pdf);
}
