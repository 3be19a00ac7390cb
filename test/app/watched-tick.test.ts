import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idleTick } from '../../src/app/idle-tick.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { freePort } from '../support/free-port.ts';
import { startHttpServer } from '../support/http-server.ts';

let database: TestDatabase;
let host: CliHost;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
});
afterEach(async () => {
  await host.close();
  await database.close();
});

describe('the monitor of MONITOR_URL', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  let silent = false;
  let status = 200;
  beforeEach(async () => {
    [silent, status] = [false, 200];
    server = await startHttpServer((_request, response) => {
      if (!silent) response.writeHead(status).end();
    });
    host.env.MONITOR_URL = `${server.url}/ping/key-12345?rid=7`;
  });
  afterEach(() => server.close());

  const start = 'GET /ping/key-12345/start?rid=7';

  test('is told of the start and of the end', async () => {
    await addTestSchedule(database.pool, await addTestAccount(database.pool));
    expect(await host.run('tick')).toMatchObject({ code: 0 });
    expect(server.paths).toEqual([start, 'GET /ping/key-12345?rid=7']);
  });

  test('is told of a failure where runs failed', async () => {
    await addTestSchedule(database.pool, await addTestAccount(database.pool, { postalAddress: null }), {
      cities: ['No Such City'],
    });
    expect(await host.run('tick')).toMatchObject({ code: 1 });
    expect(server.paths.at(-1)).toBe('GET /ping/key-12345/fail?rid=7');
  });

  test.each([
    ['the database is away', { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, 69],
    ['a setting is lost', { DATABASE_URL: undefined }, 78],
  ])('is told of a failure where %s', async (_what, env, code) => {
    Object.assign(host.env, env);
    expect(await host.run('tick')).toMatchObject({ code });
    expect(server.paths.at(-1)).toBe('GET /ping/key-12345/fail?rid=7');
  });

  test('changes nothing of the tick when it is silent, refuses or is not there; its address stays out of the log', async () => {
    await addTestSchedule(database.pool, await addTestAccount(database.pool));
    silent = true;
    const first = await host.run('tick', '--json');
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('does not answer') });
    expect(first.json()).toMatchObject({ completed: 1 });
    [silent, status] = [false, 404];
    expect(await host.run('tick')).toMatchObject({ code: 0, stderr: expect.stringContaining('refused a ping') });
    host.env.MONITOR_URL = `http://127.0.0.1:${await freePort()}/ping/key-12345`;
    const third = await host.run('tick');
    expect(third).toMatchObject({ code: 0, stderr: expect.stringContaining('ECONNREFUSED') });
    expect(first.stderr + third.stderr).not.toContain('key-12345');
  });
});

describe('METRICS_FILE', () => {
  test('is written by each tick, whole, and nothing is left beside it', async () => {
    host.env.METRICS_FILE = 'reportctl.prom';
    await host.run('tick');
    const idle = await readFile(join(host.cwd, 'reportctl.prom'), 'utf8');
    expect(idle).toMatch(/^reportctl_tick_runs\{outcome="completed"\} 0$/m);
    await addTestSchedule(database.pool, await addTestAccount(database.pool));
    await host.run('tick');
    const busy = await readFile(join(host.cwd, 'reportctl.prom'), 'utf8');
    expect(busy).toMatch(/^reportctl_tick_runs\{outcome="completed"\} 1$/m);
    expect(busy).toMatch(/^reportctl_last_tick_timestamp_seconds\{host="[^"]+"\} 1\d{9}(\.\d+)?$/m);
    expect((await readdir(host.cwd)).filter((file) => file.includes('reportctl.prom'))).toEqual(['reportctl.prom']);
  });

  test('that cannot be written costs a line in the log (R10)', async () => {
    host.env.METRICS_FILE = '/no/such/folder/reportctl.prom';
    expect(await host.run('tick')).toMatchObject({ code: 0, stderr: expect.stringContaining('ENOENT') });
  });
});

test.each([{ MONITOR_URL: 'http://127.0.0.1:1/' }, { METRICS_FILE: '/tmp/none.prom' }])(
  'with %j an idle tick is the command’s, who tells of it',
  async (env) => {
    const sink = { write: () => true };
    const io = { env: { ...host.env, ...env }, cwd: host.cwd, stdout: sink, stderr: sink };
    expect(await idleTick(io as unknown as Parameters<typeof idleTick>[0])).toBeUndefined();
  },
);
