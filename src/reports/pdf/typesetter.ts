import { readFile } from 'node:fs/promises';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { configError, errorCode, workError } from '../../core/errors.ts';
import { renderChartSvg } from '../charts/render-svg.ts';
import { loadFonts } from '../fonts.ts';
import type { ReportModel } from '../model.ts';
import { pdfData } from './pdf-data.ts';

/** Memoised layouts older than this many reports are dropped: memory stays flat over thousands of them. */
const CACHE_AGE = 2;

interface Document {
  readonly mainFileContent: string;
  readonly inputs: Record<string, string>;
}

let opening: Promise<{ readonly compiler: NodeCompiler; readonly template: string }> | undefined;

/**
 * Lays the report out and hands it to `produce`.
 * @throws ReportctlError 78 where the typesetter is not installed, 1 when the report cannot be laid out
 */
export async function typeset<T>(
  model: ReportModel,
  produce: (compiler: NodeCompiler, document: Document) => T,
): Promise<T> {
  opening ??= open();
  const { compiler, template } = await opening;
  const inputs = { report: JSON.stringify(pdfData(model, renderChartSvg)) };
  try {
    return produce(compiler, { mainFileContent: template, inputs });
  } catch (error) {
    throw workError('The PDF could not be typeset.', 'pdf_failed', error);
  } finally {
    compiler.evictCache(CACHE_AGE);
  }
}

async function open() {
  const [{ NodeCompiler: Compiler }, template, fontBlobs] = await Promise.all([
    loadCompiler(),
    readFile(new URL('./report.typ', import.meta.url), 'utf8'),
    loadFonts(),
  ]);
  return { compiler: Compiler.create({ fontArgs: [{ fontBlobs }] }), template };
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
