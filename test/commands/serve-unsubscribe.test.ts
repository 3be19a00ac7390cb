import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createToken } from '../../src/delivery/unsubscribe-token.ts';
import { openBrowser, testInBrowser } from '../support/chromium.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, countOf } from '../support/fixtures.ts';
import { startProgram } from '../support/program.ts';
import { type Serving, serveUnsubscribe } from './serving.ts';

const SECRET = 'a secret of more than sixteen characters';
const EMAIL = 'jane+homes@example.com';
const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let database: TestDatabase;
let host: CliHost;
let serving: Serving;
let account: string;
let link: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, UNSUBSCRIBE_SECRET: SECRET, LOG_LEVEL: 'debug' });
});
beforeEach(async () => {
  account = await addTestAccount(database.pool);
  serving = await serveUnsubscribe(host);
  link = linkOf(createToken(SECRET, { accountId: account, email: EMAIL }));
});
afterEach(() => serving.stop());
afterAll(async () => {
  await host.close();
  await database.close();
});

const linkOf = (token: string) => `${serving.url}/any/path?lang=en&token=${token}`;
const post = (url: string, body: Record<string, string> = ONE_CLICK, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(body), headers });
const suppressed = () => countOf(database.pool, 'suppressions where account_id = $1', [account]);

/** Sends bytes as they are, and resolves to all that comes back. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(serving.url).port), '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return answer;
}

test('GET never unsubscribes, and asks the same of everybody (D5)', async () => {
  const genuine = await fetch(link);
  expect(genuine.status).toBe(200);
  const page = await genuine.text();
  expect(page).toContain('<form method="post"><button name="List-Unsubscribe" value="One-Click">');
  expect(await (await fetch(linkOf('nonsense'))).text()).toBe(page);
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
  expect(await suppressed()).toBe(0);
});

test('a one-click POST unsubscribes, in both forms, and may come again', async () => {
  const first = await post(link);
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('You are unsubscribed');
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
  const { rows } = await database.pool.query('select email, reason from suppressions where account_id = $1', [account]);
  expect(rows).toEqual([{ email: EMAIL, reason: 'unsubscribed' }]);
});

test('whose account is not here is not told that it is unsubscribed: this is the wrong database', async () => {
  const elsewhere = createToken(SECRET, { accountId: '0198c5a0-7d5e-7000-8000-000000000001', email: EMAIL });
  expect((await post(linkOf(elsewhere))).status).toBe(503);
});

test('without a database named it does not start: an empty one would take every click for good', async () => {
  const lost = await createCliHost({ UNSUBSCRIBE_SECRET: SECRET });
  expect(await lost.run('serve-unsubscribe', '--port', '0')).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('DATABASE_URL is not set'),
  });
  await lost.close();
});

test.each([
  ['no one-click body', () => post(link, { x: '1' })],
  ['no body', () => fetch(link, { method: 'POST' })],
  ['JSON', () => fetch(link, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })],
  [
    'a token of somebody else',
    () => post(linkOf(createToken('another secret, 16+', { accountId: account, email: EMAIL }))),
  ],
  ['a cut token', () => post(link.slice(0, -3))],
  ['no token', () => post(serving.url)],
  ['two tokens', () => post(`${link}&token=x`)],
])('%s is answered alike and changes nothing', async (_, request) => {
  const response = await request();
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('This link does not work');
  expect(await suppressed()).toBe(0);
});

test('every answer carries the headers that keep the token and the page to themselves', async () => {
  const answers = [fetch(link), post(link), fetch(serving.url), post(serving.url), fetch(link, { method: 'PUT' })];
  for (const { headers } of await Promise.all(answers)) {
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  }
});

test('what is too large, malformed or unknown is refused without a word about the program', async () => {
  const large = await post(link, { ...ONE_CLICK, x: 'x'.repeat(5_000) });
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('This link does not work')]);
  const answers = await Promise.all([
    raw(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    raw('GET /%zz?token=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    raw('nonsense\r\n\r\n'),
  ]);
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(answer).not.toMatch(/fastify|node|stack|at .*\.js|FST_/i);
  }
  expect(await suppressed()).toBe(0);
});

test('a client that asks too often gets 429; another one behind the same web server does not', async () => {
  const limited = await serveUnsubscribe(host, '--requests-per-minute', '2');
  const url = link.replace(serving.url, limited.url);
  const from = (client: string) => post(url, ONE_CLICK, { 'x-forwarded-for': client }).then(({ status }) => status);
  expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([200, 200, 429]);
  expect(await from('192.0.2.2')).toBe(200);
  await limited.stop();
});

test('a database that is away gives 503, and the next click goes through', async () => {
  await database.pool.query('alter table suppressions rename to suppressions_away');
  const away = await post(link);
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '60']);
  expect(await away.text()).toContain('Please try again');
  await database.pool.query('alter table suppressions_away rename to suppressions');
  expect((await post(link)).status).toBe(200);
});

test('its log says what happened and to nobody (S3)', async () => {
  await post(link);
  await fetch(`${serving.url}/x?token=${encodeURIComponent(EMAIL)}`);
  const { code, stderr } = await serving.stop();
  expect(code).toBe(0);
  expect(stderr).toMatch(/"method":"POST","status":200/);
  expect(stderr).not.toMatch(/token|127\.0\.0\.1|jane|eyJ|\/any\/path/);
});

test('a stop answers what is under way, and takes nothing new', async () => {
  const blocker = await database.pool.connect();
  await blocker.query('begin; lock table suppressions');
  const slow = post(link);
  // The request has reached its statement once that waits for the lock.
  const waiting = `pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and query like '%suppressions%'`;
  while ((await countOf(database.pool, waiting)) === 0);
  const ended = serving.stop();
  await blocker.query('commit');
  blocker.release();
  expect((await slow).status).toBe(200);
  expect(await ended).toMatchObject({ code: 0 });
  await expect(fetch(link)).rejects.toThrow();
});

test('a port that is taken is said in one sentence; without the secret it does not start', async () => {
  const taken = new URL(serving.url).port;
  const result = await host.run('serve-unsubscribe', '--port', taken);
  expect(result).toMatchObject({ code: 69, stderr: expect.stringMatching(/^reportctl: .*EADDRINUSE.*--port.*\n$/) });
  const bare = await createCliHost({ DATABASE_URL: database.url });
  expect(await bare.run('serve-unsubscribe', '--port', '0')).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/UNSUBSCRIBE_SECRET/),
  });
  await bare.close();
});

testInBrowser('a person opens the link, is asked, and unsubscribes with one click', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(link);
    const button = page.getByRole('button', { name: 'Unsubscribe' });
    expect(await page.evaluate('getComputedStyle(document.querySelector("button")).color')).toBe('rgb(255, 255, 255)');
    expect(await suppressed()).toBe(0);
    await button.click();
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    expect(await suppressed()).toBe(1);
    await page.goto(link.slice(0, -3));
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    // The browser's own word on the status 400 is all that it may say: a blocked style or form would say more.
    expect(problems.filter((text) => !/status of 400|favicon/.test(text))).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the bundled program serves, and ends in 0 at SIGTERM', async () => {
  const env = { DATABASE_URL: database.url, UNSUBSCRIBE_SECRET: SECRET, LOG_LEVEL: 'silent' };
  const program = await startProgram(['serve-unsubscribe', '--port', '0'], { env, cwd: host.cwd });
  const { stdout } = program.child;
  if (stdout === null) throw new Error('stdout is piped');
  const [printed] = await once(stdout, 'data');
  const url = /http:\S+/.exec(String(printed))?.[0] ?? '';
  expect((await post(link.replace(serving.url, url))).status).toBe(200);
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(await suppressed()).toBe(1);
});
