import { readFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_IN_ALL } from '../../../src/reports/listing-cards.ts';
import { createPhotoFetcher, PHOTO_LIMITS, type PhotoLimits } from '../../../src/reports/photos/fetch-photo.ts';
import { isPublicAddress } from '../../../src/reports/photos/public-address.ts';

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
  else if (path === '/endless') pour(response);
  else if (path === '/drip') drip(response);
  else if (path === '/svg')
    response.setHeader('content-type', 'image/png').end('<svg xmlns="http://www.w3.org/2000/svg"/>');
  else if (path === '/away') response.writeHead(302, { location: 'https://169.254.169.254/latest/meta-data/' }).end();
  else response.writeHead(404).end(JPEG);
};

/** As fast as it is read, without an end. */
function pour(response: ServerResponse): void {
  response.write(JPEG);
  const more = () => {
    while (!response.destroyed && response.write(JPEG));
  };
  response.on('drain', more);
  more();
}

/** A byte now and then, so that no time between two of them is long. */
function drip(response: ServerResponse): void {
  response.write(JPEG.subarray(0, 4));
  const timer = setInterval(() => response.write('.'), 10);
  response.on('close', () => clearInterval(timer));
}

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

test.each(['/moved', '/away', '/page', '/svg', '/large', '/missing'])('%s is no photo', async (path) => {
  expect(await fetchFrom(path)).toBeNull();
});

test('the photos of a mail, as base64 with its line ends, stay below 5 MB', () => {
  const lines = Math.ceil(PHOTO_LIMITS.maxBytes / 57);
  expect(MOST_IN_ALL * lines * 78).toBeLessThan(5_000_000);
});

test('a redirect is not followed', async () => {
  asked.length = 0;
  await fetchFrom('/moved');
  expect(asked).toEqual(['/moved']);
});

test('a server that falls silent costs the time limit, no more', async () => {
  expect(await fetchFrom('/silent', { timeoutMs: 100 })).toBeNull();
  expect(await fetchFrom('/drip', { timeoutMs: 100 })).toBeNull();
});

test('a body without an end is left at the limit, and its connection closed (S4)', async () => {
  const closed = new Promise((resolve) => {
    server.once('request', (_, response: ServerResponse) => response.once('close', resolve));
  });
  expect(await fetchFrom('/endless', { timeoutMs: 60_000 })).toBeNull();
  await closed;
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

const byte = fc.integer({ min: 0, max: 255 });
const PRIVATE_V4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127, 224, 240, 255), byte, byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
);
const hex = (high: number, low: number): string => (256 * high + low).toString(16);
/** The spellings of one IPv4 address that a URL may hold; the parser makes the dotted one of those in front. */
const SPELLINGS = [
  ([a, b, c, d]: Quad) => `${a}.${b}.${c}.${d}`,
  ([a, b, c, d]: Quad) => `${a}.${b}.${c}.${d}.`,
  ([a, b, c, d]: Quad) => String(((a * 256 + b) * 256 + c) * 256 + d),
  ([a, b, c, d]: Quad) => `0x${[a, b, c, d].map((part) => part.toString(16).padStart(2, '0')).join('')}`,
  (parts: Quad) => parts.map((part) => `0${part.toString(8)}`).join('.'),
  ([a, b, c, d]: Quad) => `${a}.${(b * 256 + c) * 256 + d}`,
  ([a, b, c, d]: Quad) => `[::ffff:${a}.${b}.${c}.${d}]`,
  ([a, b, c, d]: Quad) => `[::ffff:${hex(a, b)}:${hex(c, d)}]`,
  ([a, b, c, d]: Quad) => `[::${hex(a, b)}:${hex(c, d)}]`,
  ([a, b, c, d]: Quad) => `[64:ff9b::${hex(a, b)}:${hex(c, d)}]`,
  ([a, b, c, d]: Quad) => `[2002:${hex(a, b)}:${hex(c, d)}::1]`,
] as const;
type Quad = [number, number, number, number];

test('no spelling of a private address is connected to (S4)', async () => {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const { port } = new URL(base);
  await fc.assert(
    fc.asyncProperty(PRIVATE_V4, fc.constantFrom(...SPELLINGS), async (address, spell) => {
      const url = `https://${spell(address as Quad)}:${port}/photo.jpg`;
      expect(isPublicAddress(new URL(url).hostname.replace(/^\[|\]$/g, ''))).toBe(false);
      const asked = createPhotoFetcher({ ...limits, isAllowed: PHOTO_LIMITS.isAllowed })(url);
      expect(await asked, url).toBeNull();
    }),
    { numRuns: 300 },
  );
  // Those of this host would have reached the server.
  for (const spell of SPELLINGS) await createPhotoFetcher(PHOTO_LIMITS)(`https://${spell([127, 0, 0, 1])}:${port}/x`);
  expect(connections).toBe(0);
});
