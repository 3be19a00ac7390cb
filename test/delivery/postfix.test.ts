import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSmtpTransport } from '../../src/delivery/smtp.ts';
import { tickAt } from '../app/tick-at.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';
import { describeWithPostfix, type Postfix, startPostfix } from '../support/postfix.ts';

const NOW = new Date('2026-06-10T14:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describeWithPostfix('a real mail server (Postfix)', () => {
  let database: TestDatabase;
  let postfix: Postfix;
  let cwd: string;
  let had = 0;
  beforeAll(async () => {
    postfix = await startPostfix();
  });
  afterAll(() => postfix.stop());
  beforeEach(async () => {
    [database, cwd] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'reportctl-mta-'))]);
    postfix.policy = () => 'DUNNO';
    had = (await postfix.delivered(0)).length;
  });
  afterEach(() => Promise.all([database.close(), rm(cwd, { recursive: true })]));

  const tick = (at = NOW) => {
    const env = {
      DATABASE_URL: database.url,
      LISTINGS_FEED: 'sample',
      SMTP_URL: postfix.url,
      MAIL_FROM: 'Reports <reports@example.com>',
      UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
      UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
      LOG_LEVEL: 'silent',
    };
    return tickAt(at, { env, cwd });
  };

  const due = async (...recipients: string[]) => {
    const account = await addTestAccount(database.pool, { name: 'Müller & Söhne Realty' });
    const id = await addTestSchedule(database.pool, account, { nextRunAt: NOW, recipients });
    await database.pool.query('update schedules set attach_pdf = true');
    return id;
  };

  /** Who got a message since the test began, by the address that Postfix delivered to. */
  const arrived = async (count: number) => {
    const mail = (await postfix.delivered(had + count)).map((raw) => [
      /^Delivered-To: (.*)$/m.exec(`${raw}`)?.[1],
      raw,
    ]);
    return new Map(mail as [string, Buffer][]);
  };

  const ledger = async () =>
    Object.fromEntries((await database.pool.query('select * from deliveries')).rows.map((row) => [row.recipient, row]));

  test('a report arrives byte for byte: PDF, names outside ASCII, plus addresses', { timeout: 120_000 }, async () => {
    await due('jane+homes@example.com', "o'neil@example.com");
    await database.pool.query(`update schedule_recipients set name = 'Jürgen “Jay” 王' where email like 'jane%'`);
    expect(await tick()).toMatchObject({ completed: 1 });
    const mail = await arrived(2);
    const raw = mail.get('jane+homes@example.com');
    const row = (await ledger())['jane+homes@example.com'];
    expect(row).toMatchObject({ status: 'sent', response: expect.stringMatching(/^250 2\.0\.0 Ok: queued as/) });
    // What Postfix adds stands in front; lines end in LF on its disk.
    const bytes = Buffer.from(`${raw?.toString('latin1')}`.replaceAll('\n', '\r\n'), 'latin1');
    const ours = bytes.subarray(bytes.indexOf('Auto-Submitted: '));
    expect(createHash('sha256').update(ours).digest('hex')).toBe(row.body_sha256);
    const { subject, to, from, text, html, attachments, headers } = await simpleParser(raw ?? '');
    expect(subject).toBe(row.subject);
    expect(to).toMatchObject({ text: '"Jürgen “Jay” 王" <jane+homes@example.com>' });
    expect(from?.text).toBe('"Müller & Söhne Realty" <reports@example.com>');
    expect(text).toContain('1 Main St');
    expect(String(html).length).toBeGreaterThan(5_000);
    const pdf = attachments.find(({ contentType }) => contentType === 'application/pdf');
    expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(headers.get('list')).toMatchObject({ 'unsubscribe-post': expect.anything() });
  });

  test('550 for one of three, greylisting for another: partial only when the last has its answer', async () => {
    await due('ann@example.com', 'grey@example.com', 'gone@example.com');
    const asked: string[] = [];
    postfix.policy = (recipient) => {
      asked.push(recipient);
      if (recipient === 'gone@example.com') return '550 5.1.1 no such user';
      const before = asked.filter((each) => each === recipient).length;
      return recipient === 'grey@example.com' && before === 1 ? '451 4.7.1 greylisted, come back' : 'DUNNO';
    };
    expect(await tick()).toMatchObject({ retried: 1 });
    expect((await arrived(1)).has('ann@example.com')).toBe(true);
    expect(await ledger()).toMatchObject({
      'ann@example.com': { status: 'sent' },
      'grey@example.com': {
        status: 'pending',
        next_attempt_at: later(5),
        response: expect.stringMatching(/^451 4\.7\.1/),
      },
      'gone@example.com': { status: 'failed', response: expect.stringMatching(/^550 5\.1\.1/) },
    });
    await tick(later(4));
    expect(await tick(later(5))).toMatchObject({ partial: 1 });
    expect((await arrived(2)).has('grey@example.com')).toBe(true);
    expect((await ledger())['grey@example.com']).toMatchObject({ status: 'sent', attempt: 2 });
    expect(await allRuns(database.pool)).toMatchObject([{ status: 'partial', error_code: 'delivery_failed' }]);
    expect(asked.filter((each) => each !== 'grey@example.com').sort()).toEqual(['ann@example.com', 'gone@example.com']);
  });

  test('a message above its size is refused before it is sent', async () => {
    const transport = createSmtpTransport({ url: postfix.url });
    const big = {
      envelope: { from: 'reports@example.com', to: 'ann@example.com' },
      raw: Buffer.from(`Subject: x\r\n\r\n${'x'.repeat(76).concat('\r\n').repeat(26_000)}`),
      messageId: '<x@example.com>',
      html: '',
    };
    const hooks = { signal: new AbortController().signal, beforeFinalDot: () => Promise.reject(new Error('sent')) };
    expect(await transport.send(big, hooks)).toMatchObject({
      status: 'permanent',
      response: expect.stringMatching(/larger/),
    });
    transport.close();
  });
});
