import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { card, pageStart } from '../../../src/reports/mail/compiled.ts';

test('the compiled templates are what the .mjml files give', async () => {
  const check = promisify(execFile)(process.execPath, ['scripts/compile-mail.mjs', '--check']);
  await expect(check).resolves.toMatchObject({ stderr: '' });
});

test('what is filled in is escaped, in text, attributes and the title (S1)', () => {
  expect(card({ content: '<b>"x"</b>' }).toString()).toContain('>&lt;b&gt;&#34;x&#34;&lt;/b&gt;<');
  const start = pageStart({ title: '"><script>', preheader: '<i>', accentOnDark: '#ffffff', dark: '#000000' });
  expect(start.toString()).not.toMatch(/<script>|<i>/);
});

test('no slot stays open and nothing is fetched from a server', () => {
  const start = pageStart({ title: 't', preheader: 'p', accentOnDark: '#ffffff', dark: '#000000' }).toString();
  expect(start).not.toMatch(/\{\{|@import|<link|https?:(?!\/\/www\.w3\.org\/1999\/xhtml)/);
});
