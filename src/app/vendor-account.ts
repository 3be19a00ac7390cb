import { digest } from '../cache/canonical-json.ts';
import type { LoadedSettings } from '../core/settings-sources.ts';
import { feedMode } from './modes.ts';

/** Whose listings these are: what tells one board's answers from another's in the cache. */
export function vendorAccountOf(loaded: LoadedSettings): string {
  if (feedMode(loaded) === 'sample') return 'sample';
  const { simplyretsBaseUrl, simplyretsUsername, simplyretsVendor } = loaded.settings;
  return [simplyretsUsername, simplyretsBaseUrl, simplyretsVendor].join(' ').trimEnd();
}

/** What tells one vendor account's markets from another's in the database, without naming the account. */
export const feedIdOf = (vendorAccount: string): string => digest(vendorAccount);
