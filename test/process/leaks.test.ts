import { expect, test } from 'vitest';
import { assertNothingLeaked } from '../support/secrets.ts';

// The scan that every command of the suite goes through must see a leak.
const quiet = { env: {}, argv: [], stdout: '', stderr: '' };
const SMTP_URL = 'smtp://user:p%40ssword@mail.example.com';

test.each([
  ['a password of a URL', { env: { SMTP_URL }, stdout: 'no login with p@ssword' }],
  ['the same as it stands in the URL', { env: { SMTP_URL }, stderr: 'p%40ssword' }],
  ['a key', { env: { OPENAI_API_KEY: 'sk-test-1' }, stderr: 'Bearer sk-test-1' }],
  ['one of several', { env: { UNSUBSCRIBE_SECRET: 'a new secret,the old one' }, stdout: 'the old one' }],
  ['a token of the command line', { argv: ['--token', 'abcdef'], stdout: 'abcdef' }],
  ['an address in a log line', { stderr: '{"level":30,"msg":"sent to a.b@example.com"}\n' }],
])('%s', (_what, printed) => {
  expect(() => assertNothingLeaked({ ...quiet, ...printed })).toThrow(/leaked/);
});

test('an address that a person asked for is no leak', () => {
  expect(() =>
    assertNothingLeaked({ ...quiet, stdout: 'a@example.com', stderr: 'reportctl: a@example.com?' }),
  ).not.toThrow();
});
