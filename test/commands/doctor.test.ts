import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount } from '../support/fixtures.ts';
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

interface Finding {
  check: string;
  level: string;
  detail: string;
  todo?: string;
}

async function examine() {
  const result = await host.run('doctor', '--json');
  const { ok, findings } = result.json() as { ok: boolean; findings: Finding[] };
  return { ...result, ok, of: (check: string) => findings.filter((finding) => finding.check === check) };
}

/** A `crontab` program of this host alone, that lists what it is given. */
async function installCrontab(text: string): Promise<void> {
  const bin = join(host.cwd, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'crontab'), `#!/bin/sh\n/bin/cat <<'END'\n${text}\nEND\n`);
  await chmod(join(bin, 'crontab'), 0o755);
  host.env.PATH = bin;
}

test('a sound host: exit 0, and a line for each thing that was checked', async () => {
  await installCrontab('* * * * * /usr/local/bin/reportctl tick');
  const { code, stdout } = await host.run('doctor');
  expect(code).toBe(0);
  const checks = stdout.match(/^(ok {4}|warn {2}|fail {2})\S+/gm)?.map((label) => label.split(/ +/)[1]);
  const [database_, services] = [
    ['database', 'clock', 'privileges', 'schema', 'zones'],
    ['redis', 'mail', 'listings', 'insights', 'disk', 'crontab'],
  ];
  expect(checks).toEqual(['settings', ...database_, ...services]);
  expect(stdout).not.toMatch(/^fail/m);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('settings', () => {
  test('a value that makes no sense fails, without the value where it is secret', async () => {
    host.env.CONCURRENCY = 'many';
    host.env.SMTP_URL = 'hunter2-not-a-url';
    const { code, stdout, of } = await examine();
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject([
      { level: 'fail', detail: expect.stringMatching(/^SMTP_URL is not a URL .*environment/) },
      { level: 'fail', detail: expect.stringMatching(/^CONCURRENCY .*whole number/) },
    ]);
    expect(stdout).not.toContain('hunter2');
  });

  test('a file that cannot be read fails by its name, and the rest is told all the same', async () => {
    host.env.REPORTCTL_CONFIG = join(host.cwd, 'nowhere.env');
    const { code, of } = await examine();
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject([{ level: 'fail', detail: expect.stringContaining('REPORTCTL_CONFIG') }]);
    expect(of('crontab')).toHaveLength(1);
  });

  test('a misspelt name is told, with what was probably meant', async () => {
    host.env.REPORTCTL_DATADIR = '/data';
    host.env.REDIS_URI = 'redis://127.0.0.1';
    host.env.HOME = '/root';
    await writeFile(join(host.cwd, '.env'), 'CONCURENCY=4\nSMTP_PORT=25\n');
    const { code, of } = await examine();
    expect(code).toBe(0);
    expect(of('settings').map(({ level, detail, todo }) => [level, detail.split(' ')[0], todo])).toEqual([
      ['warn', 'CONCURENCY', 'Did you mean CONCURRENCY?'],
      ['warn', 'SMTP_PORT', 'Remove it; all names: reportctl config --all'],
      ['warn', 'REPORTCTL_DATADIR', 'Did you mean REPORTCTL_DATA_DIR?'],
      ['warn', 'REDIS_URI', 'Did you mean REDIS_URL?'],
    ]);
  });

  test('a lost mail setting fails as it fails a tick', async () => {
    host.env.MAIL_TRANSPORT = undefined;
    const { code, of } = await examine();
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject([
      { level: 'ok' },
      { level: 'fail', detail: expect.stringMatching(/MAIL_TRANSPORT=outbox/) },
    ]);
    expect(of('mail')).toEqual([]);
  });
});

describe('the database', () => {
  test('that does not answer fails; the rest is checked all the same', async () => {
    host.env.DATABASE_URL = 'postgres://someone:hunter2@127.0.0.1:1/none';
    const { code, stdout, of } = await examine();
    expect(code).toBe(1);
    expect(of('database')).toMatchObject([{ level: 'fail', detail: expect.stringMatching(/does not answer/) }]);
    expect(of('disk')).toHaveLength(1);
    expect(stdout).not.toContain('hunter2');
  });

  test('each drift of its schema is named: what is missing or changed fails, what is somebody’s own warns', async () => {
    await database.pool.query('drop index schedules_due; alter table hosts alter column hold drop not null');
    await database.pool.query('create table notes (id integer)');
    const { code, of } = await examine();
    expect(code).toBe(1);
    expect(of('schema').map(({ level, detail }) => `${level} ${detail}`)).toEqual([
      'fail column hosts.hold is: boolean default false',
      'fail index schedules.schedules_due is missing.',
      'warn table notes is not of ours.',
    ]);
  });

  test('without a schema says how to make it', async () => {
    const empty = await createTestDatabase({ empty: true });
    host.env.DATABASE_URL = empty.url;
    const { of } = await examine();
    expect(of('schema')).toMatchObject([{ level: 'fail', detail: expect.stringMatching(/db migrate/) }]);
    await empty.close();
  });

  test('whose role may not write fails, with what it lacks', async () => {
    const role = `reader_${process.pid}`;
    await database.pool.query(
      `create role ${role} login password 'secret-1'; grant select on all tables in schema public to ${role}`,
    );
    const url = new URL(database.url);
    url.username = role;
    url.password = 'secret-1';
    host.env.DATABASE_URL = url.href;
    const { of } = await examine();
    expect(of('privileges')).toMatchObject([
      { level: 'fail', detail: expect.stringMatching(/lacks DELETE on accounts.* and \d+ more/) },
    ]);
    await database.pool.query(`drop owned by ${role}; drop role ${role}`);
  });

  test('that takes no writes fails', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.pool.query(`alter database ${name} set default_transaction_read_only = on`);
    expect((await examine()).of('database')).toMatchObject([
      { level: 'fail', detail: expect.stringMatching(/takes no writes/) },
    ]);
  });

  test('with a zone that this Node.js does not know fails', async () => {
    await addTestAccount(database.pool, { timezone: 'Mars/Olympus' });
    expect((await examine()).of('zones')).toMatchObject([
      { level: 'fail', detail: expect.stringMatching(/Mars\/Olympus/) },
    ]);
  });
});

test('Redis that does not answer fails, and warns where reports do without it', async () => {
  host.env.REDIS_URL = 'redis://:hunter2@127.0.0.1:1';
  const first = await examine();
  expect(first.of('redis')).toMatchObject([{ level: 'fail', detail: expect.stringMatching(/ECONNREFUSED/) }]);
  expect(first.stdout).not.toContain('hunter2');
  host.env.CACHE_REQUIRED = 'false';
  expect((await examine()).of('redis')).toMatchObject([{ level: 'warn' }]);
});

describe('vendors', () => {
  let status = 200;
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeEach(async () => {
    server = await startHttpServer((_request, response) => response.writeHead(status).end('[]'));
    Object.assign(host.env, {
      LISTINGS_FEED: 'simplyrets',
      SIMPLYRETS_BASE_URL: server.url,
      SIMPLYRETS_USERNAME: 'u',
      SIMPLYRETS_PASSWORD: 'hunter2',
      OPENAI_API_KEY: 'sk-hunter2',
      OPENAI_BASE_URL: `${server.url}/v1`,
    });
  });
  afterEach(() => server.close());

  test.each([
    [200, 'ok', 'ok'],
    [401, 'fail', 'fail'],
    [404, 'fail', 'fail'],
    [503, 'fail', 'warn'],
  ])('that answer %i: listings %s, insights %s', async (code, listings, insights) => {
    status = code;
    const { of, stdout } = await examine();
    expect([of('listings')[0]?.level, of('insights')[0]?.level]).toEqual([listings, insights]);
    expect(server.paths.sort()).toEqual(['GET /properties?limit=1', 'GET /v1/models/gpt-5-mini']);
    expect(stdout).not.toContain('hunter2');
  });

  test('of several MLSs the one that is set is asked', async () => {
    status = 200;
    host.env.SIMPLYRETS_VENDOR = 'mlsone';
    expect((await examine()).of('listings')[0]?.level).toBe('ok');
    expect(server.paths.find((path) => path.includes('/properties'))).toContain('vendor=mlsone');
  });

  test('the public demo account fails unless it is allowed', async () => {
    Object.assign(host.env, {
      SIMPLYRETS_BASE_URL: undefined,
      SIMPLYRETS_USERNAME: 'simplyrets',
      SIMPLYRETS_PASSWORD: 'simplyrets',
    });
    expect((await examine()).of('listings')).toMatchObject([
      { level: 'fail', detail: expect.stringMatching(/demo account/) },
    ]);
  });
});

describe('crontab', () => {
  test.each([
    ['* * * * * cd /srv && /usr/local/bin/reportctl tick >>log 2>&1', 'ok'],
    ['# * * * * * reportctl tick', 'warn'],
    ['*/5 * * * * reportctl ping', 'warn'],
  ])('%s: %s', async (line, level) => {
    await installCrontab(line);
    expect((await examine()).of('crontab')).toMatchObject([{ level }]);
  });
});
