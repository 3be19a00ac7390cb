import { afterEach, expect, test } from 'vitest';
import { createPageRequest, type SimplyRetsConnection } from '../../src/listings/simplyrets-http.ts';
import { rawHouse } from '../support/feed/row.ts';
import { type Fault, type FeedServer, type FeedServerOptions, startFeedServer } from '../support/feed-server.ts';
import { startHttpServer } from '../support/http-server.ts';

const clock = { now: () => new Date('2026-03-10T18:00:00Z') };
const options = { signal: new AbortController().signal };
const openGate = { acquire: async () => {} };
const parameters = new URLSearchParams({ limit: '5', status: 'Active', type: 'residential' });
let server: FeedServer;
afterEach(() => server.close());

async function connect(changes: Partial<SimplyRetsConnection> = {}, options: Partial<FeedServerOptions> = {}) {
  server = await startFeedServer({ rows: [rawHouse(1)], requestsPerSecond: 1_000, ...options });
  return createPageRequest({
    baseUrl: server.url,
    username: 'simplyrets',
    password: 'simplyrets',
    gate: openGate,
    clock,
    requestTimeoutMs: 5_000,
    retry: { attempts: 3, baseDelayMs: 1, maxDelayMs: 2 },
    ...changes,
  });
}

const RETRIED: Fault[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'reset' },
];

test.each(RETRIED)('$kind $status is tried again (V8)', async (fault) => {
  const getPage = await connect();
  server.faults.push(fault, fault);
  expect(await getPage(parameters, options)).toMatchObject({ rows: [{ mlsId: 1 }] });
  expect(server.requests).toHaveLength(3);
});

test.each(RETRIED)('$kind $status that lasts ends as unavailable, after the attempts allowed', async (fault) => {
  const getPage = await connect();
  server.faults.push(fault, fault, fault, fault);
  await expect(getPage(parameters, options)).rejects.toMatchObject({ exitCode: 69, scope: 'system' });
  expect(server.requests).toHaveLength(3);
});

test('a request that gets no answer in time is tried again', async () => {
  const getPage = await connect({ requestTimeoutMs: 2_000 });
  server.faults.push({ kind: 'hang' });
  expect(await getPage(parameters, options)).toMatchObject({ rows: [{ mlsId: 1 }] });
  expect(server.requests).toHaveLength(2);
});

test.each([401, 403])('%i is not tried again and names the settings, never their values (V8)', async (status) => {
  const getPage = await connect(
    { username: 'top-user', password: 'top-secret' },
    { username: 'top-user', password: 'x' },
  );
  if (status === 403) server.faults.push({ kind: 'status', status });
  const error = await getPage(parameters, options).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'simplyrets_credentials', scope: 'system', exitCode: 78 });
  expect(String(error)).toContain('SIMPLYRETS_PASSWORD');
  expect(String(error)).not.toMatch(/top-/);
  expect(server.requests).toHaveLength(1);
});

test('400 is handed back with its reason, once', async () => {
  const getPage = await connect();
  const answer = await getPage(new URLSearchParams({ sort: '-listDate' }), options);
  expect(answer).toEqual({ refused: 'Invalid sort parameter' });
  expect(server.requests).toHaveLength(1);
});

test('an unexpected status and a redirect are not followed', async () => {
  const getPage = await connect();
  for (const status of [404, 302]) {
    server.faults.push({ kind: 'status', status, location: `${server.url}/properties` });
    await expect(getPage(parameters, options)).rejects.toMatchObject({ code: 'simplyrets_unavailable', exitCode: 69 });
  }
  expect(server.requests).toHaveLength(2);
});

test('Retry-After is honoured; one that is too long ends the attempts (V8)', async () => {
  const getPage = await connect();
  server.faults.push({ kind: 'status', status: 429, retryAfter: '1' });
  await getPage(parameters, options);
  const [first, second] = server.requests;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950);
  server.faults.push({ kind: 'status', status: 429, retryAfter: '3600' });
  await expect(getPage(parameters, options)).rejects.toMatchObject({ code: 'simplyrets_rate_limited' });
  expect(server.requests).toHaveLength(3);
});

test('the caller can end it while it waits for an answer, between attempts, and at the gate', async () => {
  const reason = new Error('deadline of the run');
  const afterFirst = (signal: AbortController) => ({
    fetch: async (...request: Parameters<typeof fetch>) => {
      const answer = fetch(...request);
      // Once it has arrived, and its answer with it.
      void expect
        .poll(() => server.requests.length)
        .toBe(1)
        .then(() => setTimeout(() => signal.abort(reason), 50));
      return answer;
    },
  });
  const hanging = new AbortController();
  // One attempt only: no later wait can notice what this one missed.
  const once = { attempts: 1, baseDelayMs: 1, maxDelayMs: 1 };
  const first = await connect({ ...afterFirst(hanging), retry: once });
  server.faults.push({ kind: 'hang' });
  await expect(first(parameters, hanging)).rejects.toBe(reason);
  await server.close();

  const waiting = new AbortController();
  const hour = { attempts: 3, baseDelayMs: 3_600_000, maxDelayMs: 3_600_000 };
  const second = await connect({ ...afterFirst(waiting), retry: hour });
  server.faults.push({ kind: 'status', status: 503 });
  await expect(second(parameters, waiting)).rejects.toBe(reason);
  expect(server.requests).toHaveLength(1);
  await expect(second(parameters, waiting)).rejects.toBe(reason);
  expect(server.requests).toHaveLength(1);
});

test('each attempt passes the gate', async () => {
  let passed = 0;
  const gate = {
    acquire: async () => {
      passed += 1;
    },
  };
  const getPage = await connect({ gate });
  server.faults.push({ kind: 'reset' });
  await getPage(parameters, options);
  expect(passed).toBe(2);
});

test('a base URL may carry a path and a slash, and its own credentials are not used', async () => {
  const getPage = await connect({}, { path: '/v2' });
  expect(await getPage(parameters, options)).toMatchObject({ rows: [{ mlsId: 1 }] });
  await server.close();
  server = await startFeedServer({ rows: [rawHouse(1)], path: '/v2' });
  const slashed = createPageRequest({
    baseUrl: `${server.url.replace('//', '//other:person@')}/`,
    username: 'simplyrets',
    password: 'simplyrets',
    gate: openGate,
    clock,
    requestTimeoutMs: 5_000,
  });
  expect(await slashed(parameters, options)).toMatchObject({ rows: [{ mlsId: 1 }] });
  expect(server.requests[0]).toMatchObject({ path: '/v2/properties', headers: { accept: 'application/json' } });
});

test('a server that is not there is unavailable, without its address in the message', async () => {
  const getPage = await connect();
  const { port } = new URL(server.url);
  await server.close();
  const error = await getPage(parameters, options).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'simplyrets_unavailable', exitCode: 69 });
  expect(String(error)).toContain('ECONNREFUSED');
  expect(String(error)).not.toContain(port);
});

test('an answer without an end is left at 32 MB, not tried again, and its connection closed', async () => {
  const piece = Buffer.from(`${JSON.stringify(rawHouse(1))},`.repeat(1_000));
  let left: (value: unknown) => void = () => {};
  const closed = new Promise((resolve) => {
    left = resolve;
  });
  const endless = await startHttpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[');
    response.once('close', left);
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
  });
  const getPage = await connect({ baseUrl: endless.url, requestTimeoutMs: 60_000 });
  await expect(getPage(parameters, options)).rejects.toMatchObject({ code: 'simplyrets_too_large', exitCode: 69 });
  await closed;
  expect(endless.paths).toHaveLength(1);
  await endless.close();
});
