import { configError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { LoadedSettings } from '../core/settings-sources.ts';
import { assertSenderSettings } from '../delivery/sender.ts';
import { isDemoAccount } from '../listings/demo-credentials.ts';

export type DatabaseMode = { kind: 'embedded' } | { kind: 'external'; url: string };
export type FeedMode = 'simplyrets' | 'sample';
export type MailMode = 'smtp' | 'outbox';

// With nothing configured: the embedded database, the sample feed and the outbox. With a real database the latter two
// must be asked for by name, or a lost setting would send invented figures.

export function databaseMode({ settings: { databaseUrl } }: LoadedSettings): DatabaseMode {
  if (databaseUrl === undefined || databaseUrl === 'embedded') return { kind: 'embedded' };
  return { kind: 'external', url: databaseUrl };
}

/** @throws ReportctlError (exit 78) that names the setting to add */
export function feedMode(loaded: LoadedSettings): FeedMode {
  const { settings, sources } = loaded;
  if (settings.listingsFeed !== undefined) return settings.listingsFeed;
  if (settings.simplyretsUsername !== undefined || sources.simplyretsBaseUrl !== 'default') return 'simplyrets';
  if (databaseMode(loaded).kind === 'embedded') return 'sample';
  throw configError(
    'No source of listings is configured. Set SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD, or LISTINGS_FEED=sample for synthetic data.',
    'feed_missing',
  );
}

/** @throws ReportctlError (exit 78) when the vendor's public demo account would answer for a customer */
export function assertNotDemo(settings: Settings): void {
  const { simplyretsBaseUrl: baseUrl, simplyretsUsername = '', simplyretsPassword = '', listingsAllowDemo } = settings;
  const demo = isDemoAccount({ baseUrl, username: simplyretsUsername, password: simplyretsPassword });
  if (!demo || listingsAllowDemo) return;
  throw configError(
    'SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD are the public demo account, whose listings are invented. ' +
      'Set your own, or LISTINGS_ALLOW_DEMO=true to send demo data.',
    'simplyrets_demo',
  );
}

/** @throws ReportctlError (exit 78) that names the setting to add */
export function mailMode(loaded: LoadedSettings): MailMode {
  const { settings } = loaded;
  const mode = settings.mailTransport ?? (settings.smtpUrl === undefined ? undefined : 'smtp');
  if (mode === 'smtp' && settings.smtpUrl === undefined) {
    throw configError(
      'MAIL_TRANSPORT is smtp but SMTP_URL is not set. Set it to a URL such as smtp://mail.example.com:587.',
      'mail_missing',
    );
  }
  if (mode !== undefined) return mode;
  if (databaseMode(loaded).kind === 'embedded') return 'outbox';
  throw configError(
    'No mail transport is configured. Set SMTP_URL, or MAIL_TRANSPORT=outbox to write messages to files.',
    'mail_missing',
  );
}

/** Refuses early, from the settings alone, what a report could not be made or sent with. @throws ReportctlError 78 */
export function assertCanReport(loaded: LoadedSettings, testSend = false): void {
  feedMode(loaded);
  assertSenderSettings({ ...loaded.settings, transport: mailMode(loaded), testSend });
}

/** Demo data must not go out in a customer's name (V13). @throws ReportctlError 78 unless it was asked for */
export function assertRealListings(loaded: LoadedSettings): void {
  if (feedMode(loaded) === 'simplyrets') assertNotDemo(loaded.settings);
}

/**
 * What runs by itself must not run green on an empty database because its settings were lost.
 * @throws ReportctlError 78 where no database is named
 */
export function assertDatabaseNamed({ settings }: Pick<LoadedSettings, 'settings'>): void {
  if (settings.databaseUrl !== undefined) return;
  throw configError(
    'DATABASE_URL is not set. Set it to the PostgreSQL to work on, or to "embedded" for the built-in one.',
    'database_missing',
  );
}
