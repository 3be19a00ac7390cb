import { chartImages } from './charts/chart-images.ts';
import type { ReportModel } from './model.ts';
import type { PhotoImage } from './photos/photo-images.ts';

export interface ReportAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Set for a picture that the page shows. */
  readonly cid?: string;
}

/**
 * What a report's message carries beside its text: its charts, its photos and, where asked for, the PDF. All of it
 * is made before anything is sent; the libraries are loaded here, and not before.
 * @throws ReportctlError where the PDF cannot be made (R9)
 */
export async function reportAttachments(
  model: ReportModel,
  { pdf }: { pdf: boolean },
): Promise<readonly ReportAttachment[]> {
  const photos = await reportPhotos(model);
  const images: readonly ReportAttachment[] = [...(await chartImages(model)), ...photos];
  if (!pdf) return images;
  const { renderPdf } = await import('./pdf/render-pdf.ts');
  const content = await renderPdf(model, photos);
  return [...images, { filename: pdfName(model), contentType: 'application/pdf', content }];
}

/** The photos of the report's cards, one for each, for its e-mail and its PDF; none where no card has one. */
export async function reportPhotos(model: ReportModel): Promise<readonly PhotoImage[]> {
  if (model.listings?.layout !== 'cards') return [];
  const { photoImages } = await import('./photos/photo-images.ts');
  return photoImages(model);
}

/** "market-snapshot-houston.pdf": safe in any folder. */
export function pdfName({ reportType, area }: Pick<ReportModel, 'reportType' | 'area'>): string {
  const words = `${reportType} ${area}`
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return `${(words ?? ['report']).join('-').slice(0, 80)}.pdf`;
}
