import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutboxTransport } from '../../src/delivery/outbox.ts';
import type { OutgoingMessage, SendHooks } from '../../src/delivery/transport.ts';
import { NOW } from './fixtures.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outbox-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const message: OutgoingMessage = {
  envelope: { from: 'reports@lonestar.example', to: 'ann@example.com' },
  raw: Buffer.from('Subject: x\r\n\r\nbody\r\n'),
  messageId: '<1@lonestar.example>',
  html: '<p>body</p>',
};
const hooks = (changes: Partial<SendHooks> = {}): SendHooks => ({
  beforeFinalDot: async () => {},
  signal: new AbortController().signal,
  ...changes,
});
const open = (folder = dir) => createOutboxTransport({ dir: folder, clock: { now: () => NOW } });
const written = async () => (await readdir(dir, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());

test('a message becomes an .eml and an .html under its day', async () => {
  const outcome = await open().send(message, hooks());
  if (outcome.status !== 'accepted') throw new Error(outcome.status);
  const [html = '', eml = ''] = outcome.files ?? [];
  expect(eml).toMatch(/2026-03-02\/150000-ann@example\.com-[0-9a-f]{8}\.eml$/);
  expect(await readFile(eml)).toEqual(message.raw);
  expect(await readFile(html, 'utf8')).toBe(message.html);
  expect(await written()).toHaveLength(2);
});

test('messages to the same recipient in the same second do not overwrite each other', async () => {
  await open().send(message, hooks());
  await open().send({ ...message, messageId: '<2@lonestar.example>' }, hooks());
  expect(await written()).toHaveLength(4);
});

test('an address cannot lead out of the folder', async () => {
  const to = `../../${'x'.repeat(300)}/..\\a@example.com`;
  const outcome = await open().send({ ...message, envelope: { ...message.envelope, to } }, hooks());
  const files = outcome.status === 'accepted' ? (outcome.files ?? []) : [];
  expect(files).toHaveLength(2);
  for (const file of files) expect(file.startsWith(join(dir, '2026-03-02/'))).toBe(true);
  for (const { name } of await written()) expect(name.length).toBeLessThan(200);
});

test('nor can any text, whatever it is made of (S1)', async () => {
  const pieces = fc.constantFrom(
    '..',
    '/',
    '\\',
    '\0',
    '\n',
    '~',
    '.',
    'a',
    '@',
    '%2f',
    '\u202e',
    '界',
    ':',
    'x'.repeat(99),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 12 }), async (parts) => {
      const outcome = await open().send({ ...message, envelope: { ...message.envelope, to: parts.join('') } }, hooks());
      const files = outcome.status === 'accepted' ? (outcome.files ?? []) : [];
      expect(files).toHaveLength(2);
      for (const file of files)
        expect(relative(dir, file)).toMatch(/^2026-03-02\/150000-[\w@.+-]{1,80}-[0-9a-f]{8}\.(eml|html)$/);
    }),
    { numRuns: 25 },
  );
  expect(await readdir(dir)).toEqual(['2026-03-02']);
});

test('nothing stands under its name before the hook has resolved, and nothing at all when it rejects', async () => {
  let before: string[] = [];
  const refusal = new Error('no lease');
  const attempt = open().send(
    message,
    hooks({
      beforeFinalDot: async () => {
        before = (await written()).map(({ name }) => name);
        throw refusal;
      },
    }),
  );
  await expect(attempt).rejects.toBe(refusal);
  expect(before.every((name) => name.endsWith('.part'))).toBe(true);
  expect(before).toHaveLength(2);
  expect(await written()).toEqual([]);
});

test('a folder that cannot be made: not sent, and the sentence says what to check', async () => {
  await writeFile(join(dir, 'file'), '');
  const outcome = await open(join(dir, 'file')).send(message, hooks());
  expect(outcome).toMatchObject({
    status: 'not_sent',
    error: { code: 'outbox_unavailable', message: expect.stringMatching(/ENOTDIR.*OUTBOX_DIR/) },
  });
});

test('a file system on which no folder can be made: not sent, instead of trying for ever', async () => {
  expect(await open('/proc/nope').send(message, hooks())).toMatchObject({
    status: 'not_sent',
    error: { message: expect.stringContaining('ENOENT') },
  });
});

test('a folder that vanishes before the files get their names: not sent', async () => {
  const beforeFinalDot = () => rm(join(dir, '2026-03-02'), { recursive: true });
  expect(await open().send(message, hooks({ beforeFinalDot }))).toMatchObject({ status: 'not_sent' });
});

test('stopped: not sent', async () => {
  expect(await open().send(message, hooks({ signal: AbortSignal.abort() }))).toMatchObject({ status: 'not_sent' });
  expect(await written()).toEqual([]);
});
