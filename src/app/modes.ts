import { configError } from '../core/errors.ts';
import type { LoadedSettings } from '../core/settings-sources.ts';

export interface Modes {
  database: { kind: 'embedded'; asked: boolean } | { kind: 'external'; url: string };
  feed: 'simplyrets' | 'sample';
  mail: 'smtp' | 'outbox';
}

/**
 * Decides what a process works with. With nothing configured: the embedded database, the sample feed and the outbox.
 * With a real database the latter two must be asked for by name, or a lost setting would send invented figures.
 * @throws ReportctlError (exit 78) that names the setting to add.
 */
export function resolveModes(loaded: LoadedSettings): Modes {
  const { settings, sources } = loaded;
  const database: Modes['database'] =
    settings.databaseUrl === undefined || settings.databaseUrl === 'embedded'
      ? { kind: 'embedded', asked: settings.databaseUrl !== undefined }
      : { kind: 'external', url: settings.databaseUrl };
  const trying = database.kind === 'embedded';
  const vendorNamed = settings.simplyretsUsername !== undefined || sources.simplyretsBaseUrl !== 'default';
  const feed = settings.listingsFeed ?? (vendorNamed ? 'simplyrets' : trying ? 'sample' : undefined);
  if (feed === undefined) {
    throw configError(
      'No source of listings is configured. Set SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD, or LISTINGS_FEED=sample for synthetic data.',
      'feed_missing',
    );
  }
  const mail = settings.mailTransport ?? (settings.smtpUrl !== undefined ? 'smtp' : trying ? 'outbox' : undefined);
  if (mail === undefined) {
    throw configError(
      'No mail transport is configured. Set SMTP_URL, or MAIL_TRANSPORT=outbox to write messages to files.',
      'mail_missing',
    );
  }
  if (mail === 'smtp' && settings.smtpUrl === undefined) {
    throw configError(
      'MAIL_TRANSPORT is smtp but SMTP_URL is not set. Set it to smtp://user:password@host:587.',
      'mail_missing',
    );
  }
  return { database, feed, mail };
}
