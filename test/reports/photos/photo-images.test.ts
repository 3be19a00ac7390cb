import { expect, test } from 'vitest';
import { PAGE } from '../../../src/reports/brand.ts';
import { INK } from '../../../src/reports/charts/palette.ts';
import { contrast } from '../../../src/reports/colour.ts';
import { NO_PHOTO_GROUND } from '../../../src/reports/photos/photo-cards.ts';
import { photoImages } from '../../../src/reports/photos/photo-images.ts';
import { renderMessage } from '../../../src/reports/render-message.ts';
import { activeListing, DAY, times } from '../../market/examples.ts';
import { footer, houston, modelOf } from '../examples.ts';

const JPEG = { contentType: 'image/jpeg' as const, content: Buffer.from([0xff, 0xd8, 0xff]) };
const galleryOf = (photos: readonly (string | null)[]) => {
  const active = photos.map((photo, i) =>
    activeListing({ listDate: Date.UTC(2025, 5, 1, 5) - i * DAY, photos: photo === null ? [] : [photo] }),
  );
  return modelOf({ ...houston(), active }, { request: { reportType: 'new_listings_gallery' } });
};

test('each card’s photo, or a grey field, comes with the message, and the page names it', async () => {
  const model = await galleryOf(['https://a.example/0.jpg', null, 'https://a.example/2.jpg', 'http://a.example/3.jpg']);
  const images = await photoImages(model, async () => JPEG);
  expect(images.map(({ cid, filename }) => [cid, filename])).toEqual([
    ['photo-1@reportctl', 'photo-1.jpg'],
    ['photo-2@reportctl', 'photo-2.png'],
    ['photo-3@reportctl', 'photo-3.jpg'],
    ['photo-4@reportctl', 'photo-4.png'],
  ]);
  const { html } = renderMessage(model, footer);
  const shown = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
  expect(shown).toEqual(images.map(({ cid }) => cid));
});

test('one that cannot be had is a grey field, and the page stays the same', async () => {
  const model = await galleryOf(['https://b.example/0.jpg']);
  const [image] = await photoImages(model, async () => null);
  expect(image).toMatchObject({ cid: 'photo-1@reportctl', contentType: 'image/png' });
  expect(image?.content.subarray(1, 4).toString()).toBe('PNG');
});

test('the grey field is neither glaring nor lost, on a light page and on a dark one, and its words can be read', () => {
  const grounds = [PAGE.light, PAGE.dark].map((ground) => contrast(NO_PHOTO_GROUND, ground));
  for (const ratio of grounds) expect(ratio).toBeGreaterThan(2);
  for (const ratio of grounds) expect(ratio).toBeLessThan(6);
  expect(contrast(NO_PHOTO_GROUND, INK)).toBeGreaterThanOrEqual(4.5);
});

test('cards without a single photo have no pictures', async () => {
  const model = await galleryOf([null, 'javascript:alert(1)']);
  expect(await photoImages(model, async () => JPEG)).toEqual([]);
  expect(renderMessage(model, footer).html).not.toContain('cid:photo');
});

test('at most ten are fetched, each once for all reports, and none for a list', async () => {
  const urls = times(14, (i) => `https://c.example/${i}.jpg`);
  const asked: string[] = [];
  const fetchPhoto = async (url: string) => {
    asked.push(url);
    return JPEG;
  };
  await photoImages(await galleryOf(urls), fetchPhoto);
  await photoImages(await galleryOf(urls), fetchPhoto);
  expect(asked).toEqual(urls.slice(0, 10));
  await photoImages(await modelOf(), fetchPhoto);
  expect(asked).toHaveLength(10);
});

test('a sample’s photo is drawn, never fetched', async () => {
  const model = await galleryOf(['https://photos.sample.invalid/7.png']);
  const [image] = await photoImages(model, () => Promise.reject(new Error('fetched')));
  expect(image?.content.subarray(1, 4).toString()).toBe('PNG');
});
