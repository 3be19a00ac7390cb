import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool, type Pool } from '../../src/db/pool.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';

// A database as the guide sets it up: one role owns and migrates it, hosts use the other.
const id = randomBytes(6).toString('hex');
const [owner, app] = [`owner_${id}`, `app_${id}`];
let database: TestDatabase;
let ownerPool: Pool;
let host: CliHost;
let migrator: CliHost;
let account: string;

const as = (role: string): string =>
  Object.assign(new URL(database.url), { username: role, password: 'secret-1' }).href;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await database.pool.query(`create role ${owner} login createrole password 'secret-1'`);
  await database.pool.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${owner}`);
  ownerPool = openPool(as(owner), { max: 1 });
  const surroundings = { LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' };
  migrator = await createCliHost({ DATABASE_URL: as(owner), ...surroundings });
  host = await createCliHost({ DATABASE_URL: as(app), ...surroundings });
  expect(await migrator.run('db', 'migrate')).toMatchObject({ code: 0 });
  await applyRole();
  await ownerPool.query(`alter role ${app} password 'secret-1'`);
  account = await addTestAccount(database.pool);
});
afterAll(async () => {
  await ownerPool.end();
  await Promise.all([host.close(), migrator.close()]);
  await database.pool.query(`reassign owned by ${owner} to current_user; drop owned by ${app}; drop owned by ${owner}`);
  await database.pool.query(`drop role ${app}; drop role ${owner}`);
  await database.close();
});

async function applyRole(): Promise<void> {
  await ownerPool.query((await readFile('deploy/sql/role.sql', 'utf8')).replaceAll('reportctl_app', app));
}

/** What a host's role gets: the result, or the error's code. */
async function answerTo(statement: string): Promise<unknown> {
  const pool = openPool(as(app), { max: 1 });
  return pool
    .query(statement)
    .catch(({ code }) => code)
    .finally(() => pool.end());
}

test('a tick delivers what is due, a second one finds nothing', async () => {
  await addTestSchedule(database.pool, account);
  expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 1, completed: 1, failed: 0 });
  expect(await host.run('tick')).toMatchObject({ code: 0, stdout: 'nothing due\n' });
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'completed' }]);
});

test('everything that people do works', async () => {
  const added = await host.run('accounts', 'add', '--name', 'Bay Homes', '--plan', 'free', '--quiet');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const cadence = ['--cadence', 'weekly', '--weekday', '1', '--at', '09:00', '--timezone', 'America/Chicago'];
  const schedule = await host.run(
    ...['schedules', 'add', '--account', added.stdout.trim(), '--name', 'Weekly', '--city', 'Houston', '--quiet'],
    ...['--to', 'reader@example.com', ...cadence],
  );
  const words = [
    `generate --schedule ${schedule.stdout.trim()}`,
    `schedules pause ${schedule.stdout.trim()}`,
    `suppressions add --account ${added.stdout.trim()} gone@example.com`,
    ...['plans set starter --limit 20', 'hold on --reason test', 'hold off', 'cache flush', 'prune', 'metrics'],
    ...['status', 'runs list', 'limit-check --all', 'qa-deliver --quick --deliver-to qa@example.com'],
  ];
  for (const command of words) {
    const { code, stdout, stderr } = await host.run(...command.split(' '));
    expect({ command, code, stdout, stderr }).toMatchObject({ command, code: 0 });
  }
});

test('doctor finds nothing to grant', async () => {
  const { findings } = (await host.run('doctor', '--json')).json() as { findings: unknown[] };
  const about = (check: string) => expect.objectContaining({ check, level: 'ok' });
  expect(findings).toEqual(expect.arrayContaining([about('privileges'), about('schema')]));
});

test.each([
  'drop table deliveries',
  'truncate deliveries',
  'alter table accounts add x integer',
  'create table mine (x integer)',
  'create temporary table mine (x integer)',
  'update schema_migrations set compatible_from = 99',
  'create role another',
])('it may not: %s', async (statement) => {
  expect(await answerTo(statement)).toBe('42501');
});

test('tables of later migrations are covered, and running it again does no harm', async () => {
  await ownerPool.query('create table made_later (x integer)');
  expect(await answerTo('insert into made_later values (1)')).toMatchObject({ rowCount: 1 });
  await applyRole();
  await ownerPool.query('drop table made_later');
});
