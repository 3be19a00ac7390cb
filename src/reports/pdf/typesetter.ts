import { readFile } from 'node:fs/promises';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { configError, errorCode, workError } from '../../core/errors.ts';
import { renderChartSvg } from '../charts/render-svg.ts';
import { type Coverage, coverageOf } from '../font-coverage.ts';
import { loadFonts } from '../fonts.ts';
import type { ReportModel } from '../model.ts';
import type { Photo } from '../photos/fetch-photo.ts';
import { unbrokenDates } from '../unbroken-dates.ts';
import { pdfData } from './pdf-data.ts';
import { NOWHERE, withPhotos } from './photo-files.ts';
import { printable } from './printable.ts';

interface Document {
  readonly mainFileContent: string;
  readonly inputs: Record<string, string>;
}

interface Opened {
  readonly compiler: NodeCompiler;
  readonly template: string;
  readonly covers: Coverage;
}

let opening: Promise<Opened> | undefined;

/**
 * Lays the report out and hands it to `produce`.
 * @throws ReportctlError 78 where the typesetter is not installed, 1 when the report cannot be laid out
 */
export async function typeset<T>(
  { model, photos }: { readonly model: ReportModel; readonly photos: readonly Photo[] },
  produce: (compiler: NodeCompiler, document: Document) => T,
): Promise<T> {
  opening ??= open();
  const { compiler, template, covers } = await opening;
  const fit = (key: string, value: unknown) =>
    typeof value === 'string' && key !== 'svg' ? printable(unbrokenDates(value), covers) : value;
  const inputs = { report: JSON.stringify(pdfData(model, renderChartSvg, photos.length), fit) };
  const document = { mainFileContent: template, inputs };
  try {
    return await withPhotos(compiler, photos, () => produce(compiler, document));
  } catch (error) {
    throw workError('The PDF could not be typeset.', 'pdf_failed', error);
  } finally {
    // What it remembers of this report helps no other: kept for two more, it took 40 MiB and saved no time.
    compiler.evictCache(0);
  }
}

async function open(): Promise<Opened> {
  const [{ NodeCompiler: Compiler }, template, fontBlobs] = await Promise.all([
    loadCompiler(),
    readFile(new URL('./report.typ', import.meta.url), 'utf8'),
    loadFonts(),
  ]);
  const [regular] = fontBlobs;
  if (regular === undefined) throw new RangeError('No font is loaded.');
  return {
    compiler: Compiler.create({ workspace: NOWHERE, fontArgs: [{ fontBlobs }] }),
    template,
    covers: coverageOf(regular),
  };
}

/** An optional dependency: its binary does not exist for every platform. */
async function loadCompiler() {
  try {
    return await import('@myriaddreamin/typst-ts-node-compiler');
  } catch (error) {
    throw configError(
      `The PDF typesetter is not installed for this platform (${errorCode(error) ?? 'error'}). ` +
        'Install @myriaddreamin/typst-ts-node-compiler, or make the report without a PDF.',
      'pdf_unavailable',
      error,
    );
  }
}
