import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseNote, feedNote, mailNote } from '../../src/app/unasked.ts';
import { loadSettings } from '../../src/core/settings-sources.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';

let host: CliHost;
beforeEach(async () => {
  host = await createCliHost({});
});
afterEach(() => host.close());

const SAMPLE = 'reportctl: using sample data, not real listings; SIMPLYRETS_USERNAME and _PASSWORD bring real ones\n';

describe('what is used because nothing else is configured is said on stderr', () => {
  test('a preview with sample data, and a test that goes to files', async () => {
    const { code, stderr } = await host.run('generate', '--city', 'Austin', '--send-to', 'me@example.com', '--json');
    expect(code).toBe(0);
    expect(stderr).toBe(
      `${SAMPLE}reportctl: writing messages to ${host.env.OUTBOX_DIR}, sending none; SMTP_URL names a mail server\n`,
    );
  });

  test('not where it was asked for by name', async () => {
    Object.assign(host.env, { LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
    expect((await host.run('generate', '--city', 'Austin', '--send-to', 'me@example.com')).stderr).toBe('');
  });

  test('the embedded database with its folder', () => {
    const loaded = (env: Record<string, string>) => loadSettings(env, host.cwd);
    expect(databaseNote(loaded({}), '/data')).toMatch(/built-in database in \/data/);
    expect(databaseNote(loaded({ DATABASE_URL: 'embedded' }), '/data')).toBeNull();
    const real = loaded({ DATABASE_URL: 'postgres://db/x', LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
    expect([databaseNote(real, '/data'), feedNote(real), mailNote(real, '/out')]).toEqual([null, null, null]);
  });
});

test('a relative OUTBOX_DIR is taken from the working folder, and the files are named in full', async () => {
  host.env.OUTBOX_DIR = 'mail/out';
  const { stdout } = await host.run('generate', '--city', 'Austin', '--send-to', 'me@example.com');
  expect(stdout).toContain(`  ${host.cwd}/mail/out/`);
});

test('a mistyped setting is named once, with what was meant', async () => {
  Object.assign(host.env, { LISTINGS_FEED: 'sample', LISTING_FEED: 'sample' });
  const { code, stderr } = await host.run('generate', '--city', 'Austin', '--explain');
  expect([code, stderr]).toEqual([
    0,
    'reportctl: LISTING_FEED (environment) is no setting. Did you mean LISTINGS_FEED?\n',
  ]);
});
