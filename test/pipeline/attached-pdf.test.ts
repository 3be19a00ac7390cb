import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { runProgram } from '../support/program.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

let database: TestDatabase;
let smtp: TestSmtpServer;
let cwd: string;
beforeEach(async () => {
  [database, smtp, cwd] = await Promise.all([
    createTestDatabase(),
    startSmtpServer(),
    mkdtemp(join(tmpdir(), 'reportctl-attached-')),
  ]);
});
afterEach(async () => {
  await Promise.all([database.close(), smtp.close(), rm(cwd, { recursive: true })]);
});

test('a message speaks of its PDF where one comes with it, and only there', async () => {
  const account = await addTestAccount(database.pool);
  await addTestSchedule(database.pool, account, { recipients: ['with@example.com'] });
  await database.pool.query('update schedules set attach_pdf = true');
  await addTestSchedule(database.pool, account, { recipients: ['without@example.com'] });
  const env = {
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
  };
  await runProgram(['tick'], { env, cwd });
  const messages = await Promise.all(smtp.messages.map(({ raw }) => simpleParser(raw)));
  const told = messages.map(({ attachments, html, text }) => [
    attachments.some(({ contentType }) => contentType === 'application/pdf'),
    ...[html, text].map((part) => /The\s+attached\s+PDF\s+lists/.test(`${part}`)),
  ]);
  expect(told.toSorted()).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
});
