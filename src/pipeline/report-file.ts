import { extname } from 'node:path';
import { errorCode, usageError, workError } from '../core/errors.ts';
import { withInlineImages } from '../core/inline-images.ts';
import { writeAtomically } from '../core/write-atomically.ts';
import { buildMessage } from '../delivery/message.ts';
import { reportAttachments, reportPhotos } from '../reports/attachments.ts';
import type { ReportModel } from '../reports/model.ts';
import { renderMessage } from '../reports/render-message.ts';

type Writer = (model: ReportModel) => Promise<string | Buffer>;

/** The kinds of file that a report can be saved as, by extension. */
const WRITERS: Readonly<Record<string, Writer>> = {
  '.html': async (model) => {
    return withInlineImages(renderMessage(model, NOBODY).html, await reportAttachments(model, { pdf: false }));
  },
  '.pdf': async (model) => {
    const { renderPdf } = await import('../reports/pdf/render-pdf.ts');
    return renderPdf(model, await reportPhotos(model));
  },
  '.eml': messageFile,
  '.png': async (model) => {
    const { renderPages } = await import('../reports/pdf/render-pages.ts');
    return renderPages(model, await reportPhotos(model));
  },
  '.txt': async (model) => renderMessage(model, NOBODY).text,
  '.json': async (model) => `${JSON.stringify(model, null, 2)}\n`,
};

/** A saved report has no recipient, so no unsubscribe link; the page says so. */
const NOBODY = { postalAddress: null, unsubscribeUrl: null };
// RFC 2606: a domain that can never be anybody's.
const PLACEHOLDER = 'preview@reportctl.invalid';

/** @throws ReportctlError (exit 2) for an extension that no writer knows, before any work is done */
export function assertWritable(path: string): void {
  if (Object.hasOwn(WRITERS, extname(path).toLowerCase())) return;
  throw usageError(`--out takes a file that ends in ${Object.keys(WRITERS).join(', ')}.`, 'bad_extension');
}

/** Saves a report; the file is complete or not there at all. */
export async function saveReport(path: string, model: ReportModel): Promise<void> {
  assertWritable(path);
  const content = (await WRITERS[extname(path).toLowerCase()]?.(model)) ?? '';
  try {
    await writeAtomically(path, content);
  } catch (error) {
    throw workError(
      `The report could not be written to ${path} (${errorCode(error) ?? 'error'}).`,
      'write_failed',
      error,
    );
  }
}

/** A message to nobody, for a mail program to open. */
async function messageFile(model: ReportModel): Promise<Buffer> {
  const { raw } = await buildMessage({
    runId: model.generatedAt,
    recipient: { email: PLACEHOLDER },
    from: { name: model.brand.name, address: PLACEHOLDER },
    ...renderMessage(model, NOBODY, { pdf: true }),
    attachments: await reportAttachments(model, { pdf: true }),
    date: new Date(model.generatedAt),
  });
  return raw;
}
