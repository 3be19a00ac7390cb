import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

const [ANN, BOB, CAT] = ['ann@example.com', 'bob@example.com', 'cat@example.com'] as const;

let database: TestDatabase;
let smtp: TestSmtpServer;
let host: CliHost;
let account: string;
let schedule: string;
let run: string;

/** Ann got the report, of Bob and Cat the server's answer was lost. */
beforeEach(async () => {
  database = await createTestDatabase();
  smtp = await startSmtpServer({ data: (to) => (to === ANN ? 'accept' : 'drop_after_dot') });
  host = await createCliHost({
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
    LOG_LEVEL: 'silent',
  });
  account = await addTestAccount(database.pool);
  schedule = await addTestSchedule(database.pool, account, { recipients: [ANN, BOB, CAT] });
  await host.run('tick');
  run = (await allRuns(database.pool))[0]?.id ?? '';
  expect(await ledger(run)).toEqual({ [ANN]: 'sent', [BOB]: 'unknown', [CAT]: 'unknown' });
  smtp.script = {};
});
afterEach(async () => {
  await host.close();
  await smtp.close();
  await database.close();
});

async function ledger(id: string): Promise<Record<string, string>> {
  const { deliveries } = (await host.run('runs', 'show', id, '--json')).json() as {
    deliveries: { recipient: string; status: string }[];
  };
  return Object.fromEntries(deliveries.map(({ recipient, status }) => [recipient, status]));
}

const resend = (...words: string[]) => host.run('runs', 'resend', '--unknown', run, ...words);
const queued = async () => (await resend('--yes', '--json')).json() as { id: string; recipients: number };
const received = () => smtp.messages.flatMap(({ to }) => to);

test('only those of whom the answer was lost get it again, with the same figures and no second reservation (D2)', async () => {
  // Other figures would make another subject.
  await database.pool.query(`update report_generations set model = jsonb_set(model, '{subject}', '"As it was"')`);
  const { id, recipients } = await queued();
  expect(recipients).toBe(2);
  expect(await host.run('tick')).toMatchObject({ code: 0 });
  expect(received().sort()).toEqual([ANN, BOB, CAT]);
  expect((await simpleParser(smtp.messages[1]?.raw ?? '')).subject).toBe('As it was');
  expect(await ledger(id)).toEqual({ [BOB]: 'sent', [CAT]: 'sent' });
  expect(await ledger(run)).toMatchObject({ [BOB]: 'unknown' });
  expect((await host.run('runs', 'show', id, '--json')).json()).toMatchObject({ retryOf: run, status: 'completed' });
  expect(await countOf(database.pool, `report_generations where status = 'completed'`)).toBe(1);
  expect(await countOf(database.pool, 'report_generations')).toBe(1);
  expect(await resend('--yes')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/nobody whose delivery is unknown/),
  });
});

test('retry refuses what only resend may do, and names it (D2)', async () => {
  const result = await host.run('runs', 'retry', run);
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(new RegExp(`answer was lost.*reportctl runs resend --unknown ${run}\n$`));
  expect(await allRuns(database.pool)).toHaveLength(1);
  expect((await host.run('runs', 'show', run)).stdout).toMatch(`2 may or may not have arrived: reportctl runs resend`);
});

test('it asks on a terminal, and refuses where nobody can be asked', async () => {
  const typed = (stdin: string) => host.runWith({ stdin, terminal: true }, 'runs', 'resend', '--unknown', run);
  expect(await resend()).toMatchObject({ code: 2, stderr: expect.stringMatching(/Give --yes/) });
  const no = await typed('n\n');
  expect(no).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/once more to 2 recipients who may have got it already\? \[y\/N\]/),
  });
  expect(await typed('')).toMatchObject({ code: 2, stderr: expect.stringMatching(/Nothing was queued/) });
  expect(await host.run('runs', 'resend', run, '--yes')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Give --unknown/),
  });
  expect(await allRuns(database.pool)).toHaveLength(1);
  expect(await typed('y\n')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^queued .* for 2 recipients of/),
  });
  expect(await resend('--yes')).toMatchObject({ code: 2, stderr: expect.stringMatching(/already under way/) });
});

test('who unsubscribed or was taken off the list meanwhile is left out', async () => {
  await host.run('schedules', 'recipients', 'remove', schedule, BOB);
  const { id, recipients } = await queued();
  expect(recipients).toBe(1);
  await host.run('suppressions', 'add', '--account', account, CAT);
  await host.run('tick');
  expect(received()).toEqual([ANN]);
  expect(await ledger(id)).toEqual({ [CAT]: 'suppressed' });
  expect((await allRuns(database.pool)).find((each) => each.id === id)).toMatchObject({ status: 'suppressed_all' });
});

test('taken off the list after it was queued, nobody gets it', async () => {
  const { id } = await queued();
  await host.run('schedules', 'recipients', 'remove', schedule, BOB, CAT);
  await host.run('tick');
  expect(received()).toEqual([ANN]);
  expect(await ledger(id)).toEqual({ [BOB]: 'suppressed', [CAT]: 'suppressed' });
});

test('an answer that is lost again leaves it unknown; sent once, never again', async () => {
  smtp.script = { data: (to) => (to === CAT ? 'drop_after_dot' : 'accept') };
  await queued();
  await host.run('tick');
  smtp.script = {};
  const second = await queued();
  expect(second.recipients).toBe(1);
  await host.run('tick');
  expect(received().sort()).toEqual([ANN, BOB, CAT]);
  expect(await ledger(second.id)).toEqual({ [CAT]: 'sent' });
});

test('a resend that the server defers keeps to its own recipients', async () => {
  smtp.script = { rcpt: () => ({ code: 451, text: 'greylisted' }) };
  const { id } = await queued();
  await host.run('tick');
  smtp.script = {};
  await database.pool.query(
    'update deliveries set next_attempt_at = null; update schedule_runs set available_at = null',
  );
  await host.run('tick');
  expect(await ledger(id)).toEqual({ [BOB]: 'sent', [CAT]: 'sent' });
  expect(received().sort()).toEqual([ANN, BOB, CAT]);
});

test('a retry leaves out who was taken off the list after the run had failed', async () => {
  await database.pool.query(`update deliveries set status = 'failed' where recipient <> $1`, [ANN]);
  await host.run('schedules', 'recipients', 'remove', schedule, BOB);
  await host.run('runs', 'retry', run);
  await host.run('tick');
  expect(received()).toEqual([ANN, CAT]);
  await database.pool.query(`update schedule_runs set status = 'partial'`);
  expect(await host.run('runs', 'retry', run)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/left nobody to retry/),
  });
});
