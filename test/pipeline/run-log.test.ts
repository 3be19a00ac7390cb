import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, type CliResult, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';
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

const linesOf = ({ stderr }: CliResult) =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('each run ends in one line with its ids, its stages and its recipients, and no address', async () => {
  const account = await addTestAccount(database.pool);
  const recipients = ['a@example.com', 'b@example.com'];
  const schedule = await addTestSchedule(database.pool, account, { recipients });
  await addTestSchedule(database.pool, account);
  const result = await host.run('tick');
  const [run] = (await allRuns(database.pool)).filter((each) => each.schedule_id === schedule);
  const ends = linesOf(result).filter(({ msg }) => msg === 'run ended');
  expect(ends).toHaveLength(2);
  const ms = expect.any(Number);
  expect(ends.find(({ runId }) => runId === run?.id)).toMatchObject({
    scheduleId: schedule,
    accountId: account,
    attempt: 1,
    trigger: 'schedule',
    status: 'completed',
    ...{ totalMs: ms, waitMs: ms, figuresMs: ms, narrativeMs: ms, renderMs: ms, deliverMs: ms },
    recipients: { sent: 2, failed: 0, unknown: 0 },
  });
  expect(ends.some((end) => 'listingsMs' in end)).toBe(true);
  expect(result.stderr).not.toContain('@example.com');
});

test('a run is followed by its id through the processes that try it', async () => {
  let up = false;
  const server = await startHttpServer((_request, response) => response.writeHead(up ? 200 : 403).end('[]'));
  Object.assign(host.env, {
    LISTINGS_FEED: 'simplyrets',
    SIMPLYRETS_BASE_URL: server.url,
    SIMPLYRETS_USERNAME: 'u',
    SIMPLYRETS_PASSWORD: 'p',
  });
  await addTestSchedule(database.pool, await addTestAccount(database.pool));
  const first = await host.run('tick');
  up = true;
  await database.pool.query('update schedule_runs set available_at = null');
  const second = await host.run('tick', '--log-level', 'debug');
  await server.close();
  const id = (await allRuns(database.pool))[0]?.id;
  const trace = [first, second].flatMap(linesOf).filter(({ runId }) => runId === id);
  expect(trace.map(({ msg, attempt }) => `${attempt} ${msg}`)).toEqual([
    '1 run failed',
    '1 run given back',
    '2 run begun',
    '2 run ended',
  ]);
  expect(trace[1]).toMatchObject({
    errorCode: 'simplyrets_credentials',
    availableAt: expect.stringMatching(/^\d{4}-/),
  });
});

test('--log-level holds for every command, before LOG_LEVEL and what the command would do', async () => {
  const account = await addTestAccount(database.pool);
  const levels = async (...argv: string[]) => linesOf(await host.run(...argv)).map(({ level }) => level);
  expect(await levels('limit-check', '--account', account)).toEqual([30]);
  expect(await levels('limit-check', '--account', account, '--log-level', 'error')).toEqual([]);
  host.env.LOG_LEVEL = 'silent';
  expect(await levels('limit-check', '--account', account)).toEqual([]);
  expect(await levels('limit-check', '--account', account, '--log-level=info')).toEqual([30]);
  expect(await host.run('accounts', 'list', '--log-level', 'loud')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Allowed choices are debug'),
  });
  // Not where it would be ignored.
  expect(await host.run('accounts', '--log-level', 'error', 'list')).toMatchObject({ code: 2 });
});
