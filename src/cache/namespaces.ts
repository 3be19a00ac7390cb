import { usageError } from '../core/errors.ts';
import { digest } from './canonical-json.ts';

/** What the cache holds, and for how long (seconds). */
export const NAMESPACE_TTL_SECONDS = {
  market_stats: 3600,
  simplyrets: 1800,
  ai_insights: 86_400,
} as const;

export type Namespace = keyof typeof NAMESPACE_TTL_SECONDS;

export const NAMESPACES = Object.keys(NAMESPACE_TTL_SECONDS) as readonly Namespace[];

const isNamespace = (text: string): text is Namespace => Object.hasOwn(NAMESPACE_TTL_SECONDS, text);

/** @throws ReportctlError (exit 2) that lists the namespaces there are. */
export function parseNamespace(text: string): Namespace {
  if (isNamespace(text)) return text;
  throw usageError(`There is no such cache namespace. Choose one of: ${NAMESPACES.join(', ')}.`, 'cache_namespace');
}

/** The namespace that a key belongs to, or null for a key of somebody's own. */
export function namespaceOf(key: string): Namespace | null {
  const name = key.slice(0, Math.max(key.indexOf(':'), 0));
  return isNamespace(name) ? name : null;
}

export interface MarketStatsScope {
  /** The cities of the area; none when it is defined by postal codes alone. */
  cities: readonly string[];
  /** The last local day of the window, YYYY-MM-DD. */
  date: string;
  /**
   * Whatever else changes the figures: state, postal codes, types, filters, window, zone. Never an account, a schedule
   * or a brand: entries are shared by all who ask the same question.
   */
  scope: Readonly<Record<string, unknown>>;
}

/** `market_stats:{city}:{date}:{digest}`. City names that differ in case, spacing or order share a key. */
export function marketStatsKey({ cities, date, scope }: MarketStatsScope): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new TypeError('The date of a market_stats key is not YYYY-MM-DD.');
  const names = [...new Set(cities.map(normaliseCity))].sort();
  return `market_stats:${citySegment(names)}:${date}:${digest({ cities: names, scope })}`;
}

/** `simplyrets:{digest}` of the request's parameters, path and credential's digest included. */
export const simplyretsKey = (parameters: unknown): string => `simplyrets:${digest(parameters)}`;

/** `ai_insights:{digest}` of everything the narrative depends on: facts, model, prompt version. */
export const aiInsightsKey = (context: unknown): string => `ai_insights:${digest(context)}`;

// toLowerCase, unlike toLocaleLowerCase, does not know the Turkish dotless i.
const normaliseCity = (city: string): string => city.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** For eyes only, so it may be shortened and ambiguous: the digest is what tells areas apart. */
function citySegment(names: readonly string[]): string {
  const readable = names.map((name) => name.replaceAll(' ', '-')).join('+');
  return readable.replace(/[^a-z0-9.+-]/g, '_').slice(0, 64) || '_';
}
