import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { attachmentPart } from '../../src/delivery/attachment-part.ts';
import { buildMessage } from '../../src/delivery/message.ts';
import { NOW, SENDER } from './fixtures.ts';

const pdf = { filename: 'Bericht “Zoë”.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7\n') };
const photo = { filename: 'home.png', contentType: 'image/png', content: Buffer.from('png'), cid: 'home@x' };

test('a file and an image that the HTML shows come out as they went in', async () => {
  const { raw } = await buildMessage({
    ...{ runId: 'run', recipient: { email: 'ann@example.com' }, from: SENDER.from, subject: 's', text: 't', date: NOW },
    ...{ html: '<img src="cid:home@x">', attachments: [pdf, photo] },
  });
  const { attachments } = await simpleParser(raw, { skipImageLinks: true });
  const found = attachments.map(({ filename, contentType, content, cid, related, contentDisposition }) => ({
    ...{ filename, contentType, content: content.toString(), cid, related: related ?? false, contentDisposition },
  }));
  const file = { related: false, contentDisposition: 'attachment', cid: undefined };
  const image = { related: true, contentDisposition: 'inline', cid: 'home@x' };
  expect(found.sort((a, b) => a.contentType.localeCompare(b.contentType))).toEqual([
    { ...file, filename: pdf.filename, contentType: 'application/pdf', content: '%PDF-1.7\n' },
    { ...image, filename: 'home.png', contentType: 'image/png', content: 'png' },
  ]);
});

test('it is encoded once, however many get it', async () => {
  expect(await attachmentPart(pdf, 'a.pdf')).toBe(await attachmentPart(pdf, 'a.pdf'));
  expect(await attachmentPart({ ...pdf }, 'a.pdf')).not.toBe(await attachmentPart(pdf, 'a.pdf'));
});
