import { expect, test } from 'vitest';
import { samplePhoto } from '../../../src/listings/sample/photo.ts';
import type { ReportModel } from '../../../src/reports/model.ts';
import { pdfData } from '../../../src/reports/pdf/pdf-data.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import type { Photo } from '../../../src/reports/photos/fetch-photo.ts';
import { noPhoto } from '../../../src/reports/photos/no-photo.ts';
import { activeListing, DAY, times } from '../../market/examples.ts';
import { pdfText, testWithPdf } from '../../support/pdf.ts';
import { houston, modelOf } from '../examples.ts';
import { JPEG } from '../photos/examples.ts';

const galleryOf = (homes: number): Promise<ReportModel> => {
  const active = times(homes, (i) =>
    activeListing({
      streetAddress: `${100 + i} Elm St`,
      listDate: Date.UTC(2025, 5, 1, 5) - i * DAY,
      photos: [`https://a.example/${i}.jpg`],
    }),
  );
  return modelOf({ ...houston(), active }, { request: { reportType: 'new_listings_gallery' } });
};
const png = (id: string): Photo => ({ contentType: 'image/png', content: samplePhoto(id) });
const picturesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Subtype\s*\/Image\b/g)?.length ?? 0;

test('the homes of whole rows are cards with their own photos; the others follow in a table', async () => {
  const data = pdfData(await galleryOf(14), () => '', 10);
  const { cards = [], groups = [] } = data.listings ?? {};
  expect(cards.map(({ address, photo }) => [address, photo])).toEqual(
    times(9, (i) => [`${100 + i} Elm St`, `/photo-${i + 1}`]),
  );
  expect(groups.flatMap(({ items }) => items.map(({ address }) => address))).toEqual(
    times(5, (i) => `${109 + i} Elm St`),
  );
  const alone = pdfData(await galleryOf(10), () => '', 10).listings;
  expect([alone?.cards.length, alone?.groups]).toEqual([10, []]);
  const list = await modelOf(houston(), { request: { reportType: 'new_listings' } });
  const rows = pdfData(list, () => '').listings;
  expect(rows?.cards).toEqual([]);
  expect(rows?.groups[0]?.items).toHaveLength(list.listings?.groups[0]?.items.length ?? 0);
});

testWithPdf('every home is printed once, beside a photo that is not changed', async () => {
  const pdf = await renderPdf(
    await galleryOf(14),
    times(10, () => JPEG),
  );
  const text = await pdfText(pdf);
  expect([...text.matchAll(/\d+ Elm St/g)].map(([address]) => address).toSorted()).toEqual(
    times(14, (i) => `${100 + i} Elm St`),
  );
  expect(text).toContain('Showing all 14 new listings.');
  expect(pdf.includes(JPEG.content)).toBe(true);
});

testWithPdf('no card stands alone on a page, and eight of them take two pages', async () => {
  for (let homes = 2; homes <= 10; homes += 1) {
    const pdf = await renderPdf(
      await galleryOf(homes),
      times(homes, () => JPEG),
    );
    const pages = (await pdfText(pdf)).split('\f').filter(Boolean);
    const cards = pages.map((page) => page.match(/\d+ Elm St/g)?.length ?? 0).filter((count) => count > 0);
    expect(cards, `${homes} homes`).not.toContain(1);
    expect(pages.length <= 2 || homes > 8, `${homes} homes`).toBe(true);
  }
});

test('the same photos give the same bytes, and other ones others', async () => {
  const model = await galleryOf(3);
  const first = await renderPdf(model, [JPEG, png('1'), png('2')]);
  const other = await renderPdf(model, [JPEG, png('1'), png('3')]);
  expect(picturesIn(first)).toBe(3);
  expect(other.equals(first)).toBe(false);
  expect((await renderPdf(model, [JPEG, png('1'), png('2')])).equals(first)).toBe(true);
});

test('reports made at the same time keep their own photos', async () => {
  const model = await galleryOf(1);
  const alone = [await renderPdf(model, [png('1')]), await renderPdf(model, [png('2')])];
  const together = await Promise.all([renderPdf(model, [png('1')]), renderPdf(model, [png('2')])]);
  expect(together.map((pdf, i) => pdf.equals(alone[i] ?? Buffer.alloc(0)))).toEqual([true, true]);
});

test('a photo that cannot be drawn costs its card the photo, and never the report its PDF (R9)', async () => {
  const model = await galleryOf(3);
  const missing = await noPhoto();
  const expected = await renderPdf(model, [JPEG, missing, png('2')]);
  const damaged: Photo[] = [
    { ...JPEG, content: JPEG.content.subarray(0, 3) },
    { ...JPEG, content: JPEG.content.subarray(0, 200) },
    { contentType: 'image/png', content: samplePhoto('1').subarray(0, 400) },
    { contentType: 'image/gif', content: Buffer.from('GIF89a\u0001\u0000\u0001\u0000') },
  ];
  for (const [i, photo] of damaged.entries()) {
    expect((await renderPdf(model, [JPEG, photo, png('2')])).equals(expected), `photo ${i}`).toBe(true);
  }
});

test('a photo that says it has more pixels than a photo has is not unpacked (S4)', async () => {
  const model = await galleryOf(1);
  const huge = Buffer.from(JPEG.content);
  const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
  huge.writeUInt16BE(2_001, frame + 5);
  huge.writeUInt16BE(2_000, frame + 7);
  const expected = await renderPdf(model, [await noPhoto()]);
  expect((await renderPdf(model, [{ ...JPEG, content: huge }])).equals(expected)).toBe(true);
});
