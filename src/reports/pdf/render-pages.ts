import { renderPng } from '../charts/render-png.ts';
import type { ReportModel } from '../model.ts';
import type { Photo } from '../photos/fetch-photo.ts';
import { typeset } from './typesetter.ts';

/** Of the typesetter's 96 pixels to the inch. Six pages take 7 s of CPU; twice as many pixels, 11 s. */
const ZOOM = 1.5;

/** The pages of the PDF below one another, as one PNG, 144 pixels to the inch. @throws as `renderPdf` does */
export async function renderPages(model: ReportModel, photos: readonly Photo[] = []): Promise<Buffer> {
  return renderPng(await typeset({ model, photos }, (compiler, document) => compiler.plainSvg(document)), ZOOM);
}
