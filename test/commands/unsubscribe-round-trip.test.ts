import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { serveUnsubscribe } from './serving.ts';

const SHARED = 'jane+homes@example.com';
const SECRET = 'a secret of more than sixteen characters';

let database: TestDatabase;
let smtp: TestSmtpServer;
let host: CliHost;

beforeAll(async () => {
  database = await createTestDatabase();
  smtp = await startSmtpServer();
  host = await createCliHost({
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/u?lang=en',
    UNSUBSCRIBE_SECRET: SECRET,
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await host.close();
  await smtp.close();
  await database.close();
});

/** Two tenants, each with the shared address and one of its own. */
async function addTenant(name: string): Promise<string> {
  const account = await addTestAccount(database.pool);
  await database.pool.query('update accounts set brand_name = $2 where id = $1', [account, name]);
  const schedule = await addTestSchedule(database.pool, account, { recipients: [], nextRunAt: null });
  const result = await host.run(
    ...['schedules', 'recipients', 'add', schedule, `"Doe, Jané" <${SHARED}>`, `own@${name.toLowerCase()}.example`],
  );
  expect(result.code).toBe(0);
  return account;
}

/** What the next due instant of every schedule delivers. */
async function deliver(): Promise<ParsedMail[]> {
  smtp.messages.length = 0;
  await database.pool.query('update schedules set next_run_at = now()');
  expect((await host.run('tick')).code).toBe(0);
  return Promise.all(smtp.messages.map(({ raw }) => simpleParser(raw)));
}

const header = (mail: ParsedMail, name: string) =>
  mail.headerLines
    .find(({ key }) => key === name)
    ?.line.slice(name.length + 1)
    .trim() ?? '';
const addressOf = (mail: ParsedMail) => [mail.to].flat()[0]?.value[0];
const sentBy = (mails: ParsedMail[]) =>
  mails.map((mail) => `${mail.from?.value[0]?.name} → ${addressOf(mail)?.address}`).sort();

test('one click in a delivered message takes that address off that account’s list alone (D4, D5, S5)', async () => {
  await addTenant('Harbor');
  await addTenant('Lakeside');
  const before = await deliver();
  const everybody = [
    `Harbor → ${SHARED}`,
    'Harbor → own@harbor.example',
    `Lakeside → ${SHARED}`,
    'Lakeside → own@lakeside.example',
  ];
  expect(sentBy(before)).toEqual(everybody);
  const clicked = before.find((mail) => sentBy([mail])[0] === everybody[0]);
  if (!clicked) throw new Error('Harbor wrote to the shared address');
  expect(addressOf(clicked)).toEqual({ address: SHARED, name: 'Doe, Jané' });
  expect(header(clicked, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const link =
    /^<(https:\/\/reports\.example\.com\/u\?lang=en&token=[\w.-]+)>$/.exec(header(clicked, 'list-unsubscribe'))?.[1] ??
    '';
  expect(clicked.text).toContain(link);
  expect(clicked.html).toContain(link.replace('&', '&amp;'));

  // As the host's web server passes it on; in the meantime the key was rotated.
  const rotated = await createCliHost({ ...host.env, UNSUBSCRIBE_SECRET: `another secret of sixteen,${SECRET}` });
  const serving = await serveUnsubscribe(rotated);
  const { pathname, search } = new URL(link);
  expect((await fetch(`${serving.url}${pathname}${search}`)).status).toBe(200);
  expect(sentBy(await deliver())).toEqual(everybody);
  const [name = '', value = ''] = header(clicked, 'list-unsubscribe-post').split('=');
  const body = new URLSearchParams({ [name]: value });
  expect((await fetch(`${serving.url}${pathname}${search}`, { method: 'POST', body })).status).toBe(200);
  await serving.stop();
  await rotated.close();

  expect(sentBy(await deliver())).toEqual(everybody.slice(1));
  const links = before.map((mail) => header(mail, 'list-unsubscribe'));
  expect(new Set(links).size).toBe(4);
});
