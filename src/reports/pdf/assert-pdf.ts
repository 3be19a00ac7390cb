import { workError } from '../../core/errors.ts';

/** A page of text with its embedded fonts is some 30 KB; far below that, something is missing. */
const LEAST_BYTES = 2_000;

/**
 * Refuses what is no complete PDF: nothing is sent with an attachment that does not open (R9).
 * @throws ReportctlError 1
 */
export function assertPdf(pdf: Buffer): Buffer {
  const complete =
    pdf.length >= LEAST_BYTES &&
    pdf.subarray(0, 5).toString('latin1') === '%PDF-' &&
    pdf.subarray(-32).toString('latin1').trimEnd().endsWith('%%EOF');
  if (complete) return pdf;
  throw workError(`The PDF is empty or damaged (${pdf.length} bytes).`, 'pdf_invalid');
}
