import type { ReportModel } from '../model.ts';
import type { Photo } from '../photos/fetch-photo.ts';
import { assertPdf } from './assert-pdf.ts';
import { typeset } from './typesetter.ts';

/**
 * The report as a tagged PDF/UA-1 with our fonts embedded; the same model with the same photos gives the same bytes.
 * @param photos those of its cards, as `reportPhotos` has them: none are fetched here
 * @throws ReportctlError 78 where the typesetter is not installed, 1 when it made no valid PDF (R9)
 */
export async function renderPdf(model: ReportModel, photos: readonly Photo[] = []): Promise<Buffer> {
  const pdf = await typeset({ model, photos }, (compiler, document) =>
    compiler.pdf(document, { pdfStandard: 'ua-1', pdfTags: true }),
  );
  return assertPdf(pdf);
}
