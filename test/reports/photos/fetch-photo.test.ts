import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_IN_MAIL } from '../../../src/reports/listing-cards.ts';
import { createPhotoFetcher, PHOTO_LIMITS, type PhotoLimits } from '../../../src/reports/photos/fetch-photo.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../cache/fixtures/localhost.${name}.pem`, import.meta.url));
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);

const asked: string[] = [];
let server: Server;
let base: string;
let limits: PhotoLimits;

const respond: RequestListener = (request, response) => {
  const path = request.url ?? '';
  asked.push(path);
  if (path === '/photo.jpg') response.end(JPEG);
  else if (path === '/moved') response.writeHead(302, { location: '/photo.jpg' }).end();
  else if (path === '/page') response.setHeader('content-type', 'image/jpeg').end('<!doctype html>');
  else if (path === '/large') response.end(Buffer.concat([JPEG, Buffer.alloc(10_000)]));
  else if (path === '/silent') response.write(JPEG.subarray(0, 10));
  else response.writeHead(404).end(JPEG);
};

beforeAll(async () => {
  const [cert, key] = await Promise.all([readFile(fixture('cert')), readFile(fixture('key'))]);
  server = createServer({ cert, key }, respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `https://localhost:${(server.address() as AddressInfo).port}`;
  limits = { timeoutMs: 5_000, maxBytes: 5_000, isAllowed: () => true, tls: { ca: cert } };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetchFrom = (path: string, more: Partial<PhotoLimits> = {}) =>
  createPhotoFetcher({ ...limits, ...more })(`${base}${path}`);

test('fetches a picture and knows it by its bytes', async () => {
  expect(await fetchFrom('/photo.jpg')).toEqual({ contentType: 'image/jpeg', content: JPEG });
});

test.each(['/moved', '/page', '/large', '/missing'])('%s is no photo', async (path) => {
  expect(await fetchFrom(path)).toBeNull();
});

test('the photos of a mail, as base64 with its line ends, stay below 5 MB', () => {
  const lines = Math.ceil(PHOTO_LIMITS.maxBytes / 57);
  expect(MOST_IN_MAIL * lines * 78).toBeLessThan(5_000_000);
});

test('a redirect is not followed', async () => {
  asked.length = 0;
  await fetchFrom('/moved');
  expect(asked).toEqual(['/moved']);
});

test('a server that falls silent costs the time limit, no more', async () => {
  expect(await fetchFrom('/silent', { timeoutMs: 100 })).toBeNull();
});

test('a name that leads to a private address, or such an address itself, is never connected to (S4)', async () => {
  asked.length = 0;
  const { isAllowed } = PHOTO_LIMITS;
  expect(await fetchFrom('/photo.jpg', { isAllowed })).toBeNull();
  const literal = `${base.replace('localhost', '127.0.0.1')}/photo.jpg`;
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  expect(await createPhotoFetcher({ ...limits, isAllowed })(literal)).toBeNull();
  expect([asked, connections]).toEqual([[], 0]);
});
