import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';

let host: CliHost;
beforeEach(async () => {
  host = await createCliHost({ LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
});
afterEach(() => host.close());

const START: Record<string, string> = {
  html: '<!doctype html>',
  pdf: '%PDF-',
  eml: 'Auto-Submitted: auto-generated',
  png: '\u0089PNG',
  txt: '*** Sample data',
  json: '{',
};

test.each(Object.keys(START))('--out report.%s is such a file', async (kind) => {
  const out = join(host.cwd, `report.${kind}`);
  // Relative to the folder that the command runs in, which is not this process's.
  const { code, stdout, stderr } = await host.run('generate', '--city', 'Austin', '--out', `report.${kind}`);
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining(`wrote ${out}: `), '']);
  const content = await readFile(out);
  expect(content.toString('latin1').startsWith(START[kind] ?? '?')).toBe(true);
  // A page that is saved shows its charts by itself.
  if (kind === 'html') expect(content.toString()).not.toContain('cid:');
});

test('--out report.pdf has the photos of its cards', async () => {
  const argv = ['generate', '--type', 'featured_listings', '--city', 'Austin', '--out', 'report.pdf'];
  expect((await host.run(...argv)).code).toBe(0);
  const pdf = await readFile(join(host.cwd, 'report.pdf'), 'latin1');
  expect(pdf).toMatch(/\/Subtype\s*\/Image\b/);
});

test('--send-to sends one message, with its charts and PDF, and makes no run', async () => {
  const { code, stdout } = await host.run('generate', '--city', 'Austin', '--send-to', 'Me@Example.com');
  expect([code, stdout]).toEqual([0, expect.stringContaining('sent a test to Me@Example.com')]);
  const [day = ''] = await readdir(join(host.cwd, 'outbox'));
  const files = await readdir(join(host.cwd, 'outbox', day));
  expect(files.map((name) => name.split('.').at(-1)).toSorted()).toEqual(['eml', 'html']);
  const eml = files.find((name) => name.endsWith('.eml')) ?? '';
  const message = await simpleParser(await readFile(join(host.cwd, 'outbox', day, eml)));
  expect(message.text).toContain('Test copy: made without postal address and unsubscribe link.');
  const pdfs = message.attachments.filter(({ contentType }) => contentType === 'application/pdf');
  expect(pdfs).toHaveLength(1);
  expect(message.text).toMatch(/The\s+attached\s+PDF\s+lists (?:all )?\d/);
  const pictures = message.attachments.filter(({ contentType }) => contentType === 'image/png');
  expect(pictures.length).toBeGreaterThan(0);
});

test('a bad address or extension is refused before any work', async () => {
  expect((await host.run('generate', '--city', 'Austin', '--send-to', 'nobody')).code).toBe(2);
  expect((await host.run('generate', '--city', 'Austin', '--out', 'report.docx')).code).toBe(2);
});
