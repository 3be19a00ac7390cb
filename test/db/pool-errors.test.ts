import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { databaseError, openPool } from '../../src/db/pool.ts';

/** Answers the request for TLS with "no", as a server without a certificate does. */
const plain = createServer((socket) => socket.once('data', () => socket.end('N')));
beforeAll(() => new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve)));
afterAll(() => plain.close());

async function failure(url: string): Promise<unknown> {
  const pool = openPool(url);
  try {
    await pool.query('select 1');
    return undefined;
  } catch (error) {
    return databaseError(error);
  } finally {
    await pool.end();
  }
}

test.each([
  ['a host that nobody knows', 'postgres://nobody.invalid/x', /host of DATABASE_URL is not known \(E/],
  ['a socket that is not there', 'postgres:///x?host=/nonexistent', /socket of DATABASE_URL \(ENOENT\)/],
  ['a port that nobody listens on', 'postgres://127.0.0.1:1/x', /does not answer \(ECONNREFUSED\)/],
])('%s: one sentence, 69', async (_what, url, sentence) => {
  const error = await failure(url);
  expect(error).toMatchObject({ exitCode: 69, message: expect.stringMatching(sentence) });
});

test('a server without TLS, asked for TLS: one sentence, 69, and no warning of the library', async () => {
  const warnings = vi.fn();
  process.on('warning', warnings);
  const { port } = plain.address() as AddressInfo;
  expect(await failure(`postgres://u:p@127.0.0.1:${port}/x?sslmode=require`)).toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/offers no TLS/),
  });
  await new Promise(setImmediate);
  process.off('warning', warnings);
  expect(warnings).not.toHaveBeenCalled();
});

test('a certificate that is not accepted: one sentence, 69', () => {
  const error = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(databaseError(error)).toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/certificate is not acc/),
  });
});
