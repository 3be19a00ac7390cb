import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pdfName, reportAttachments } from '../../src/reports/attachments.ts';
import { renderPdf } from '../../src/reports/pdf/render-pdf.ts';
import type { PhotoImage } from '../../src/reports/photos/photo-images.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { activeListing } from '../market/examples.ts';
import { anySign } from '../support/any-sign.ts';
import { footer, houston, modelOf } from './examples.ts';

test('every picture that the page shows comes with it, and nothing more', async () => {
  const model = await modelOf();
  const shown = [...renderMessage(model, footer).html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
  const attachments = await reportAttachments(model, { pdf: false });
  expect(attachments.map(({ cid }) => cid)).toEqual(shown);
});

test('the PDF comes where it is asked for, under a name that is safe anywhere', async () => {
  const model = await modelOf(houston(), { request: { areaCities: ['São Paulo/../x'] } });
  const pdf = (await reportAttachments(model, { pdf: true })).at(-1);
  expect(pdf).toMatchObject({ filename: 'market-snapshot-sao-paulo-x.pdf', contentType: 'application/pdf' });
  expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-');
});

test('its cards’ photos are in the PDF too', async () => {
  const photos = ['https://photos.sample.invalid/1.png'];
  const active = [1, 2].map(() => activeListing({ photos }));
  const model = await modelOf({ ...houston(), active }, { request: { reportType: 'featured_listings' } });
  const attachments = await reportAttachments(model, { pdf: true });
  expect(attachments.map(({ filename }) => filename)).toEqual([
    'photo-1.png',
    'photo-2.png',
    'featured-listings-houston.pdf',
  ]);
  expect(attachments.at(-1)?.content.equals(await renderPdf(model, attachments.slice(0, 2) as PhotoImage[]))).toBe(
    true,
  );
  expect(attachments.at(-1)?.content.equals(await renderPdf(model))).toBe(false);
});

test('no area leads the name of the PDF out of its folder or into a header (S1)', () => {
  const pieces = fc.constantFrom(
    '..',
    '/',
    '\\',
    '\0',
    '\r\n',
    '"',
    ';',
    ':',
    '%2f',
    '~',
    'CON',
    'é',
    '界',
    '.exe',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: anySign })), { maxLength: 30 }), (parts) => {
      expect(pdfName({ reportType: 'closed', area: parts.join('') })).toMatch(/^closed[a-z0-9-]{0,74}\.pdf$/);
    }),
  );
});
