import { resolve } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import { createPostgresCache } from '../cache/postgres-cache.ts';
import type { Clock } from '../core/clock.ts';
import { configError, errorCode } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Settings } from '../core/settings.ts';
import type { Pool } from '../db/pool.ts';
import { createOutboxTransport, prepareOutbox } from '../delivery/outbox.ts';
import { pacedTransport } from '../delivery/paced.ts';
import { createSmtpTransport } from '../delivery/smtp.ts';
import type { Transport } from '../delivery/transport.ts';
import { createBuiltInNarrator } from '../insights/built-in-narrator.ts';
import type { Narrator } from '../insights/facts.ts';
import type { ListingFeed } from '../listings/feed.ts';
import type { OpenHouseFeed } from '../listings/open-house.ts';
import { createLocalGate } from '../listings/request-gate.ts';
import { createSampleFeed } from '../listings/sample/sample-feed.ts';
import { createSharedGate } from '../listings/shared-gate.ts';
import { createSimplyRetsFeed } from '../listings/simplyrets-client.ts';
import type { Database } from './database.ts';
import type { FeedMode, MailMode } from './modes.ts';

/** 100 pages of 500: more than any city's active listings; what lies beyond makes a result `truncated`. */
const MAX_PAGES = 100;
const REQUEST_TIMEOUT_MS = 30_000;

export async function openCache(settings: Settings, database: Database, log: Log): Promise<Cache> {
  if (settings.redisUrl === undefined) return createPostgresCache({ pool: database.pool, clock: database.clock, log });
  const { connectRedis } = await import('../cache/redis-cache.ts');
  return connectRedis({ url: settings.redisUrl, required: settings.cacheRequired, log });
}

interface FeedDeps {
  clock: Clock;
  log: Log;
  /** Where the vendor's limit is shared with all other processes; without it, it is kept for this one. */
  pool: Pool | undefined;
  /** How much of SIMPLYRETS_DAILY_LIMIT it may use up. */
  dayShare: number;
}

export function openFeed(
  settings: Settings,
  kind: FeedMode,
  { clock, log, pool, dayShare }: FeedDeps,
): ListingFeed & OpenHouseFeed {
  if (kind === 'sample') return createSampleFeed({ clock });
  const { simplyretsBaseUrl: baseUrl, simplyretsUsername: username, simplyretsPassword: password } = settings;
  const { simplyretsDailyLimit: dailyLimit } = settings;
  if (username === undefined || password === undefined) {
    throw configError('SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD are not both set.', 'simplyrets_credentials');
  }
  return createSimplyRetsFeed({
    baseUrl,
    username,
    password,
    vendor: settings.simplyretsVendor,
    clock,
    log,
    gate: pool
      ? createSharedGate({
          db: pool,
          clock,
          credential: { baseUrl, username },
          dailyLimit: dailyLimit === undefined ? null : Math.floor(dailyLimit * dayShare),
        })
      : createLocalGate(),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    maxPages: MAX_PAGES,
  });
}

/**
 * The language model where OPENAI_API_KEY is set, else the built-in writer. A model needs the database for its daily
 * cap, and the cache; a report that could do without either is written by the built-in writer when they are away.
 */
export async function openNarrator(app: {
  settings: Settings;
  log: Log;
  database: () => Promise<Database>;
  cache: () => Promise<Cache>;
}): Promise<Narrator> {
  const { openaiApiKey: apiKey, narrativeTone: tone, openaiDailyTokens: dailyTokens, ...settings } = app.settings;
  if (apiKey === undefined) return createBuiltInNarrator(tone);
  try {
    const [{ pool, clock }, cache] = [await app.database(), await app.cache()];
    const { createOpenAiNarrator } = await import('../insights/openai-narrator.ts');
    const { createTokenBudget } = await import('../insights/token-budget.ts');
    return createOpenAiNarrator({
      apiKey,
      baseUrl: settings.openaiBaseUrl,
      model: settings.openaiModel,
      timeoutMs: settings.openaiTimeoutSeconds * 1000,
      budget: createTokenBudget({ db: pool, clock, apiKey, dailyTokens }),
      tone,
      cache,
      clock,
      log: app.log,
    });
  } catch (error) {
    app.log.warn({ code: errorCode(error) }, 'no database or cache for AI insights: the built-in writer writes');
    return createBuiltInNarrator(tone);
  }
}

/** @throws ReportctlError (exit 78) for an outbox folder that cannot be written to */
export async function openTransport(
  settings: Settings,
  kind: MailMode,
  { clock, cwd, pool }: { clock: Clock; cwd: string; pool: Pool | undefined },
): Promise<Transport> {
  if (kind === 'outbox') {
    const dir = resolve(cwd, settings.outboxDir);
    await prepareOutbox(dir);
    return createOutboxTransport({ dir, clock });
  }
  if (settings.smtpUrl === undefined) throw configError('SMTP_URL is not set.', 'mail_missing');
  const transport = createSmtpTransport({ url: settings.smtpUrl, tls: settings.smtpTls });
  if (settings.smtpPerSecond === undefined) return transport;
  return pacedTransport(transport, mailGate(settings.smtpUrl, settings.smtpPerSecond, { clock, pool }));
}

/** One pace for all processes and hosts that share a login and a database; without one, for this process. */
function mailGate(url: string, perWindow: number, { clock, pool }: { clock: Clock; pool: Pool | undefined }) {
  if (pool === undefined) return createLocalGate(perWindow);
  const credential = { baseUrl: url, username: new URL(url).username };
  return createSharedGate({ db: pool, clock, credential, dailyLimit: null, perWindow });
}
