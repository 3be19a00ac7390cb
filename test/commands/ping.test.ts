import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { startHttpServer } from '../support/http-server.ts';

let host: CliHost;
let status = 200;
let server: Awaited<ReturnType<typeof startHttpServer>>;
beforeEach(async () => {
  status = 200;
  server = await startHttpServer((request, response) => {
    if (request.url === '/silent') return;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('awake');
    status = 200;
  });
  host = await createCliHost({ KEEPALIVE_URL: `${server.url}/health?key=k-1234567` });
});
afterEach(async () => {
  await host.close();
  await server.close();
});

test('an answer: 0, and one GET of the URL as it is', async () => {
  expect(await host.run('ping')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^answered with 200 in \d+ ms\n$/),
    stderr: '',
  });
  expect(server.paths).toEqual(['GET /health?key=k-1234567']);
  expect((await host.run('ping', '--json')).json()).toEqual({ status: 200, durationMs: expect.any(Number) });
});

test('a redirect is followed', async () => {
  status = 302;
  expect(await host.run('ping')).toMatchObject({ code: 0 });
  expect(server.paths).toEqual(['GET /health?key=k-1234567', 'GET /elsewhere']);
});

test.each([404, 500, 503])('an answer of %i: 69, without the URL', async (code) => {
  status = code;
  const result = await host.run('ping');
  expect(result).toMatchObject({ code: 69, stderr: expect.stringContaining(`status ${code}`) });
  expect(result.stderr).not.toContain('k-1234567');
});

test('no answer in time: 69', async () => {
  host.env.KEEPALIVE_URL = `${server.url}/silent`;
  const result = await host.run('ping', '--timeout-seconds', '1');
  expect(result).toMatchObject({ code: 69, stderr: expect.stringContaining('no answer within 1 s') });
});

test('nobody there: 69', async () => {
  host.env.KEEPALIVE_URL = 'http://127.0.0.1:1/';
  expect(await host.run('ping')).toMatchObject({ code: 69, stderr: expect.stringContaining('KEEPALIVE_URL') });
});

test('without KEEPALIVE_URL: 78', async () => {
  host.env.KEEPALIVE_URL = undefined;
  expect(await host.run('ping')).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('KEEPALIVE_URL is not set'),
  });
});

test('without KEEPALIVE_URL, where that may be: 0, and not a word', async () => {
  host.env.KEEPALIVE_URL = undefined;
  expect(await host.run('ping', '--if-set')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(server.paths).toEqual([]);
});

test('--if-set pings where it is set', async () => {
  expect(await host.run('ping', '--if-set')).toMatchObject({ code: 0 });
  expect(server.paths).toHaveLength(1);
});
