import MimeNode from 'nodemailer/lib/mime-node';

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Set for an image that the HTML shows as `cid:…`. */
  readonly cid?: string;
}

const parts = new WeakMap<Attachment, Promise<Buffer>>();

/**
 * An attachment as a whole MIME part, made once: all recipients of a run get the same bytes, and encoding a PDF of 80 KB
 * for each of them took a quarter of a message's time.
 * @param filename as it may stand in a header
 */
export function attachmentPart(attachment: Attachment, filename: string): Promise<Buffer> {
  const known = parts.get(attachment) ?? buildPart(attachment, filename);
  parts.set(attachment, known);
  return known;
}

function buildPart({ contentType, content, cid }: Attachment, filename: string): Promise<Buffer> {
  // A root would get the headers of a message.
  const part = new MimeNode('multipart/mixed').createChild(contentType, { filename });
  part.setHeader('Content-Transfer-Encoding', 'base64');
  part.setHeader('Content-Disposition', cid === undefined ? 'attachment' : 'inline');
  if (cid !== undefined) part.setHeader('Content-Id', `<${cid}>`);
  return part.setContent(content).build();
}
