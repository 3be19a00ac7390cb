import { type ChartImage, chartImages } from './charts/chart-images.ts';
import type { ReportModel } from './model.ts';

export interface ReportAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Set for a picture that the page shows. */
  readonly cid?: string;
}

/**
 * What a report's message carries beside its text: the pictures of its charts and, where asked for, the PDF. All of it
 * is made before anything is sent; the libraries are loaded here, and not before.
 * @throws ReportctlError where the PDF cannot be made (R9)
 */
export async function reportAttachments(
  model: ReportModel,
  { pdf }: { pdf: boolean },
): Promise<readonly ReportAttachment[]> {
  const images: readonly ChartImage[] = await chartImages(model);
  if (!pdf) return images;
  const { renderPdf } = await import('./pdf/render-pdf.ts');
  return [...images, { filename: pdfName(model), contentType: 'application/pdf', content: await renderPdf(model) }];
}

/** "market-snapshot-houston.pdf": safe in any folder. */
function pdfName({ reportType, area }: ReportModel): string {
  const words = `${reportType} ${area}`
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return `${(words ?? ['report']).join('-').slice(0, 80)}.pdf`;
}
