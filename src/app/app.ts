import { resolve } from 'node:path';
import type { Cache } from '../cache/cache.ts';
import type { Clock } from '../core/clock.ts';
import type { Io } from '../core/io.ts';
import { createLog, type Log } from '../core/log.ts';
import { createRedactor } from '../core/redact.ts';
import type { Settings } from '../core/settings.ts';
import { type LoadedSettings, loadSettings } from '../core/settings-sources.ts';
import { visible } from '../core/visible.ts';
import { databaseError } from '../db/pool.ts';
import type { Transport } from '../delivery/transport.ts';
import type { ListingFeed } from '../listings/feed.ts';
import type { OpenHouseFeed } from '../listings/open-house.ts';
import { type Database, embeddedOptions, openDatabase } from './database.ts';
import { assertCanReport, assertRealListings, databaseMode, feedMode, mailMode } from './modes.ts';
import { databaseNote, feedNote, mailNote } from './unasked.ts';

export interface AppOptions {
  /** Composes business time from the database's; tests hand in their own clock. */
  clockFrom?: (databaseTime: Date) => Clock;
  /** What this command logs unless it is told otherwise. */
  logLevel?: string;
  /** It may find nothing to do, and must then be silent: `warnOfStrangeSettings` is its own business. */
  mayBeIdle?: boolean;
  /** The command says itself what it uses unasked. */
  quiet?: boolean;
}

/** The composition root: every service is opened on first use and closed by `close`, in reverse order. */
export class App {
  readonly io: Io;
  readonly loaded: LoadedSettings;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly #options: AppOptions;
  readonly #closers: (() => Promise<void> | void)[] = [];
  readonly #noted = new Set<string>();
  #database: Promise<Database> | undefined;
  #cache: Promise<Cache> | undefined;
  #transport: Promise<Transport> | undefined;

  /** @throws ReportctlError (exit 78) for settings that do not make sense */
  constructor(io: Io, options: AppOptions = {}) {
    this.io = io;
    this.#options = options;
    this.loaded = loadSettings(io.env, io.cwd);
    this.redact = createRedactor(this.loaded.secrets);
    this.log = createLog({
      level: this.#level,
      stream: io.stderr,
      redact: this.redact,
      readable: io.stderr.isTTY ?? false,
    });
  }

  /** What the operator says wins over what a command is content with. */
  get #level(): string {
    const set = this.loaded.sources.logLevel === 'default' ? undefined : this.settings.logLevel;
    return this.io.logLevel ?? set ?? this.#options.logLevel ?? this.settings.logLevel;
  }

  get settings(): Settings {
    return this.loaded.settings;
  }

  database(): Promise<Database> {
    this.#database ??= this.#openDatabase();
    return this.#database;
  }

  async #openDatabase(): Promise<Database> {
    const { settings, io } = this;
    const mode = databaseMode(this.loaded);
    if (mode.kind === 'embedded') {
      const { embeddedFolder } = await import('../db/embedded/folder.ts');
      this.#noteUnasked(databaseNote(this.loaded, embeddedFolder(embeddedOptions({ settings, io })).root));
    }
    return this.#opened(openDatabase({ settings, mode, io, clockFrom: this.#options.clockFrom }));
  }

  /** Redis where REDIS_URL is set, PostgreSQL otherwise. @throws ReportctlError 69 within 2 s of silence */
  cache(): Promise<Cache> {
    this.#cache ??= this.#openCache();
    return this.#cache;
  }

  async #openCache(): Promise<Cache> {
    const { openCache } = await import('./services.ts');
    return this.#opened(openCache(this.settings, await this.database(), this.log));
  }

  /** Whose listings these are: what tells one board's answers from another's in the cache. */
  vendorAccount(): string {
    if (feedMode(this.loaded) === 'sample') return 'sample';
    const { simplyretsBaseUrl, simplyretsUsername, simplyretsVendor } = this.settings;
    return [simplyretsUsername, simplyretsBaseUrl, simplyretsVendor].join(' ').trimEnd();
  }

  /**
   * The configured source of listings. Reports of this process share its answers; where SIMPLYRETS_CACHE says so, all
   * processes do.
   */
  async feed(clock: Clock): Promise<ListingFeed & OpenHouseFeed> {
    const { openFeed } = await import('./services.ts');
    const mode = feedMode(this.loaded);
    this.#noteUnasked(feedNote(this.loaded));
    const cache = mode === 'simplyrets' && this.settings.simplyretsCache ? await this.cache() : undefined;
    // A report that needs no database is made without one, and then its requests are paced for this process alone.
    const pool = (await this.#database)?.pool;
    const feed = openFeed(this.settings, mode, { clock, log: this.log, pool });
    const { sharedFeed } = await import('./shared-feed.ts');
    if (!cache) return sharedFeed(feed, clock);
    const { cachedFeed } = await import('./cached-feed.ts');
    return sharedFeed(cachedFeed(feed, cache, this.vendorAccount()), clock);
  }

  /** One for the whole process: its connections to the mail server serve reports and notices alike. */
  transport(clock: Clock): Promise<Transport> {
    this.#transport ??= this.#openTransport(clock);
    return this.#transport;
  }

  async #openTransport(clock: Clock): Promise<Transport> {
    const { openTransport } = await import('./services.ts');
    const kind = mailMode(this.loaded);
    this.#noteUnasked(mailNote(this.loaded, resolve(this.io.cwd, this.settings.outboxDir)));
    const pool = (await this.#database)?.pool;
    const transport = await openTransport(this.settings, kind, { clock, cwd: this.io.cwd, pool });
    this.#closers.push(() => transport.close());
    return transport;
  }

  /** @throws ReportctlError 78 */
  assertCanReport(testSend: boolean): void {
    assertCanReport(this.loaded, testSend);
  }

  /** @throws ReportctlError 78 */
  assertRealListings(): void {
    assertRealListings(this.loaded);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  /** Names a setting that was probably mistyped, once. */
  async warnOfStrangeSettings(): Promise<void> {
    const { strangeSettings } = await import('../core/strange-settings.ts');
    for (const { name, source, meant } of strangeSettings(this.io.env, this.io.cwd)) {
      const advice = meant === null ? 'It is ignored.' : `Did you mean ${meant}?`;
      this.#note(`${name} (${source}) is no setting. ${advice}`);
    }
  }

  #noteUnasked(text: string | null): void {
    if (!this.#options.quiet) this.#note(text);
  }

  /** For people, once: a log has no level for what is not configured. */
  #note(text: string | null): void {
    if (text === null || this.#noted.has(text) || this.#level === 'silent') return;
    this.#noted.add(text);
    this.io.stderr.write(`reportctl: ${visible(text)}\n`);
  }

  async #opened<T extends { close(): Promise<void> | void }>(opening: Promise<T>): Promise<T> {
    const service = await opening;
    this.#closers.push(() => service.close());
    return service;
  }
}

/**
 * Runs `work` with an app and closes it afterwards, whatever happens.
 * @throws ReportctlError 69 when the database is lost in the middle of it
 */
export async function withApp<T>(io: Io, options: AppOptions, work: (app: App) => Promise<T>): Promise<T> {
  const app = new App(io, options);
  try {
    if (!options.mayBeIdle) await app.warnOfStrangeSettings();
    return await work(app);
  } catch (error) {
    throw databaseError(error);
  } finally {
    await app.close();
  }
}
