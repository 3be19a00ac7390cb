import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scheduleOf } from '../../src/qa/remote/driver.ts';
import type { QaResult } from '../../src/qa/session.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { startProgram } from '../support/program.ts';
import { type ProductServer, startProductServer } from '../support/qa-api-server.ts';

// Whole commands against a product's API on loopback, and its faults.
const TOKEN = 'token-that-nobody-may-see';
let product: ProductServer;
let host: CliHost;
beforeEach(async () => {
  product = await startProductServer({ accepts: (authorization) => authorization === `Bearer ${TOKEN}` });
  host = await createCliHost({ QA_BASE_URL: product.url, QA_TOKEN: TOKEN });
});
afterEach(async () => {
  await host.close();
  await product.close();
});

const ARGUMENTS = ['qa-deliver', '--deliver-to', 'qa@example.com', '--poll-seconds', '0.02'];
const deliver = (...options: string[]) => host.run(...ARGUMENTS, ...options);
const calls = (method: string) => product.calls.filter((call) => call.method === method);
const faultOf = (results: unknown, name: string) => (results as QaResult[]).find((each) => each.name === name)?.fault;

test('eight configurations are made as the API wants them, watched to their ends, and removed', async () => {
  const { code, stdout, stderr } = await deliver('--city', 'Houston', '--timezone', 'America/Chicago');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('ok    market_snapshot: completed\n');
  expect(stdout).toContain('8 of 8 delivered');
  const [first] = calls('POST');
  expect(first?.body).toMatchObject({
    ...{
      name: expect.stringMatching(/^qa market_snapshot \([0-9a-f]{8}\)$/),
      report_type: 'market_snapshot',
      city: 'Houston',
      lookback_days: 30,
    },
    ...{ cadence: 'weekly', timezone: 'America/Chicago', filters: {}, active: true },
    recipients: [{ type: 'manual_email', email: 'qa@example.com' }],
  });
  const families = calls('POST').find(({ body }) => String(body?.name).startsWith('qa new_listings_gallery families'));
  expect(families?.body?.filters).toEqual({ minbeds: 3, minbaths: 2, subtype: ['singlefamilyresidence'] });
  expect(calls('POST')).toHaveLength(8);
  expect(calls('DELETE')).toHaveLength(8);
  expect(product.schedules.size).toBe(0);
});

test('--quick tries three, --report-types those named', async () => {
  expect((await deliver('--quick')).stdout).toContain('3 of 3 delivered');
  const { stdout } = await deliver('--report-types', 'closed,inventory');
  expect(stdout).toContain('2 of 2 delivered');
  expect(stdout).toContain('ok    inventory');
});

test('flags win over the environment, and neither token nor address is printed', async () => {
  host.env.QA_TOKEN = 'an old one';
  expect(await deliver('--quick')).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('refused the credentials'),
  });
  const { code, stdout, stderr } = await deliver('--quick', '--token', TOKEN);
  expect(code).toBe(0);
  expect(stdout + stderr).not.toMatch(/token-that|qa@example/);
});

test('a login makes a token, and a new one when it has run out', async () => {
  let logins = 0;
  const fresh = () => `Bearer login-${logins}`;
  product.script = {
    logIn: (body) => {
      logins += 1;
      return body.password === 'right' ? { status: 200, body: { access_token: `login-${logins}` } } : { status: 401 };
    },
    accepts: (authorization) => authorization === fresh() && !(logins === 1 && calls('GET').length === 2),
  };
  delete host.env.QA_TOKEN;
  const login = ['--quick', '--login-email', 'ci@example.com', '--login-password'];
  expect(await deliver(...login, 'right')).toMatchObject({ code: 0 });
  expect(logins).toBe(2);
  expect(await deliver(...login, 'wrong')).toMatchObject({ code: 78 });
});

test('a login that fails once is tried again, and nothing of it is ever shown', async () => {
  let logins = 0;
  product.script = {
    logIn: () => {
      logins += 1;
      return (
        [{ status: 200, body: { token: 'first' } }, { status: 503 }][logins - 1] ?? {
          status: 200,
          body: { token: 'next' },
        }
      );
    },
    accepts: (authorization) => authorization === 'Bearer next' || (logins === 1 && calls('GET').length < 3),
  };
  delete host.env.QA_TOKEN;
  const login = ['--quick', '--login-email', 'ci@example.com', '--login-password', 'pass-word-nobody-sees'];
  expect(await deliver(...login)).toMatchObject({ code: 0, stderr: '' });
  expect(product.schedules.size).toBe(0);
  product.script = { logIn: (body) => ({ status: 422, body: { detail: [{ input: body }] } }) };
  const { code, stdout, stderr } = await deliver(...login);
  expect(code).toBe(78);
  expect(stdout + stderr).not.toMatch(/pass-word|ci@example/);
});

test('what the API says of a refusal is shown without our secrets', async () => {
  product.script.add = () => ({ status: 400, body: { detail: `bad \u001b[2J ${TOKEN} for qa@example.com` } });
  const { code, stdout } = await deliver('--quick');
  expect(code).toBe(1);
  expect(stdout).toMatch(/HTTP 400: bad \ufffd\[2J \[redacted\] for addr:/);
});

test('a login that is asked for wins over a token in the environment', async () => {
  product.script = {
    logIn: () => ({ status: 200, body: { token: 'by login' } }),
    accepts: (sent) => sent === 'Bearer by login',
  };
  const login = ['--login-email', 'ci@example.com', '--login-password', 'right'];
  expect(await deliver('--quick', ...login)).toMatchObject({ code: 0 });
});

test('credentials without an API are refused, not ignored', async () => {
  delete host.env.QA_BASE_URL;
  expect(await deliver('--token', TOKEN)).toMatchObject({ code: 2, stderr: expect.stringContaining('--base-url') });
});

test.each([
  ['no credentials', { QA_TOKEN: undefined }, /--token, or --login-email/],
  ['an email without its password', { QA_TOKEN: undefined, QA_LOGIN_EMAIL: 'ci@example.com' }, /--login-password/],
])('%s is wrong usage', async (_what, env, sentence) => {
  Object.assign(host.env, env);
  expect(await deliver()).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
  expect(product.calls).toHaveLength(0);
});

describe('what the product does wrong', () => {
  test('a status never seen before is an end, not waited for', async () => {
    product.script.runs = (name) =>
      name === 'qa closed' ? { status: 200, body: { runs: [{ id: 'x', status: 'quarantined' }] } } : undefined;
    const { code, json } = await deliver('--quick', '--json');
    expect(code).toBe(1);
    expect(faultOf(json(), 'closed')).toBe('the run ended quarantined');
    expect(product.schedules.size).toBe(0);
  });

  test('a run that never ends is given up after the time, by name', async () => {
    product.script.runs = (name) => ({
      status: 200,
      body: [{ id: 1, status: name === 'qa closed' ? 'running' : 'completed' }],
    });
    const { code, stdout } = await deliver('--quick', '--timeout-seconds', '2.5');
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  closed: not ended after 2.5 s; it was running\n2 of 3 delivered');
    expect(product.schedules.size).toBe(0);
  });

  test('a run that failed says why, in its own words and no more than that', async () => {
    product.script.runs = () => ({ status: 200, body: [{ status: 'failed', error: 'no \u001b[2Jsuch city' }] });
    const { code, stdout } = await deliver('--quick');
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  closed: no \ufffd[2Jsuch city');
  });

  test('a schedule that is refused costs the others nothing', async () => {
    product.script.add = ({ report_type }) =>
      report_type === 'closed' ? { status: 422, body: { detail: 'lookback_days: at most 14' } } : undefined;
    const { code, stdout } = await deliver('--quick');
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  closed: The API answered HTTP 422: lookback_days: at most 14');
    expect(stdout).toContain('2 of 3 delivered');
  });

  test('a hiccup while it is watched is no verdict', async () => {
    product.script.runs = (_name, look) => (look <= 2 ? { status: 503 } : undefined);
    expect(await deliver('--quick')).toMatchObject({ code: 0 });
  });

  test('a schedule that is gone when it is removed was removed; one that vanished before is a fault', async () => {
    product.script.remove = () => ({ status: 404 });
    expect(await deliver('--quick')).toMatchObject({ code: 0, stderr: '' });
    product.script.runs = () => ({ status: 404 });
    const { code, stdout } = await deliver('--quick');
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  closed: its schedule is gone (HTTP 404)');
  });

  test('a schedule that cannot be removed is tried again, then named', async () => {
    product.script.remove = (_id, attempt) => (attempt < 3 ? { status: 500 } : undefined);
    expect(await deliver('--quick')).toMatchObject({ code: 0, stderr: '' });
    product.script.remove = () => ({ status: 500 });
    const { code, stderr } = await deliver('--quick');
    expect(code).toBe(1);
    expect(stderr).toContain('could not remove the schedule schedule/1');
  });

  test('an answer that is none ends it with one sentence, and what was made is removed', async () => {
    product.script.add = ({ report_type }) =>
      report_type === 'closed' ? { status: 200, body: { ok: true } } : undefined;
    const { code, stderr } = await deliver();
    expect(code).toBe(1);
    expect(stderr).toContain('something else than expected');
    expect(stderr).toMatch(
      /could not remove the schedule perhaps one named "qa closed \([0-9a-f]{8}\)"; remove it by hand/,
    );
    expect(calls('DELETE').map(({ path }) => path)).toEqual(['/api/v1/schedules/schedule%2F1']);
  });

  test('a token that runs out in the middle ends it with 78, after cleaning up as far as it can', async () => {
    product.script.accepts = () => calls('GET').length < 2;
    const { code, stderr } = await deliver('--quick');
    expect(code).toBe(78);
    expect(stderr).toContain('(HTTP 401)');
    expect(calls('DELETE')).toHaveLength(3);
    expect(stderr.match(/could not remove the schedule schedule\/\d; /g)).toHaveLength(3);
  });
});

test('an API that is not there is 69', async () => {
  const closed = await startProductServer();
  await closed.close();
  host.env.QA_BASE_URL = closed.url;
  expect(await deliver('--quick')).toMatchObject({ code: 69, stderr: expect.stringContaining('ECONNREFUSED') });
});

test('the first signal ends it after cleaning up', async () => {
  const stop = new AbortController();
  product.script.runs = () => {
    stop.abort();
    return { status: 200, body: [{ status: 'queued' }] };
  };
  const { code, stdout } = await host.runWith({ stop: stop.signal }, ...ARGUMENTS, '--quick');
  expect(code).toBe(1);
  expect(stdout).toContain('FAIL  closed: interrupted; it was ');
  expect(product.schedules.size).toBe(0);
});

test('Ctrl-C at a process of its own: it cleans up and ends with 1', async () => {
  product.script.add = () => {
    running.child.kill('SIGINT');
    return undefined;
  };
  const env = { QA_BASE_URL: product.url, QA_TOKEN: TOKEN, HOME: host.cwd };
  // One schedule, so one signal: a second one would end it at once.
  const slowly = ['qa-deliver', '--deliver-to', 'qa@example.com', '--poll-seconds', '600', '--report-types', 'closed'];
  const running = await startProgram(slowly, { env, cwd: host.cwd });
  expect(await running.ended).toMatchObject({
    code: 1,
    signal: null,
    stdout: expect.stringContaining('FAIL  closed: interrupted'),
    stderr: expect.stringContaining('stopping'),
  });
  expect(product.schedules.size).toBe(0);
});

test('--keep-schedules leaves them', async () => {
  expect(await deliver('--quick', '--keep-schedules')).toMatchObject({ code: 0 });
  expect(product.schedules.size).toBe(3);
});

test('--junit writes what a CI system shows', async () => {
  product.script.runs = (name) =>
    name === 'qa closed' ? { status: 200, body: [{ status: 'failed', error: 'a < b & "c"' }] } : undefined;
  expect(await deliver('--quick', '--junit', 'qa.xml')).toMatchObject({ code: 1 });
  const xml = await readFile(join(host.cwd, 'qa.xml'), 'utf8');
  expect(xml).toContain('<testsuite name="qa-deliver" tests="3" failures="1"');
  expect(xml).toContain('name="closed" time="');
  expect(xml).toContain('<failure message="a &lt; b &amp; &quot;c&quot;"/>');
  expect(await deliver('--quick', '--junit', 'no/such/folder.xml')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ENOENT'),
  });
});

test('a schedule is due at the next whole minute that is far enough ahead, on its own weekday', () => {
  const configuration = { name: 'x', reportType: 'closed', audience: 'all', lookbackDays: 7 } as const;
  const target = { city: 'Irvine', timezone: 'America/Chicago', email: 'a@example.com', session: 'x' };
  const at = (now: string) => {
    const { weekly_dow, send_hour, send_minute } = scheduleOf(configuration, target, new Date(now));
    return [weekly_dow, send_hour, send_minute];
  };
  // 2026-06-14 is a Sunday; 04:58 UTC is Saturday 23:58 in Chicago.
  expect(at('2026-06-14T04:58:30Z')).toEqual([6, 23, 59]);
  expect(at('2026-06-14T04:58:31Z')).toEqual([0, 0, 0]);
});
