import type { LoadedSettings } from '../core/settings-sources.ts';
import { databaseMode, feedMode, mailMode } from './modes.ts';

// What is used because nothing else is configured is said: nobody may take it for the real thing (design §6).

/** Where the embedded database is used without having been asked for by name. */
export function databaseNote(loaded: LoadedSettings, folder: string): string | null {
  const unasked = loaded.settings.databaseUrl === undefined && databaseMode(loaded).kind === 'embedded';
  return unasked ? `using the built-in database in ${folder}; DATABASE_URL names another, or "embedded"` : null;
}

export function feedNote(loaded: LoadedSettings): string | null {
  const unasked = loaded.settings.listingsFeed === undefined && feedMode(loaded) === 'sample';
  return unasked ? 'using sample data, not real listings; SIMPLYRETS_USERNAME and _PASSWORD bring real ones' : null;
}

export function mailNote(loaded: LoadedSettings, folder: string): string | null {
  const unasked = loaded.settings.mailTransport === undefined && mailMode(loaded) === 'outbox';
  return unasked ? `writing messages to ${folder}, sending none; SMTP_URL names a mail server` : null;
}
