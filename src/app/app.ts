import type { Cache } from '../cache/cache.ts';
import type { Clock } from '../core/clock.ts';
import type { Io } from '../core/io.ts';
import { createLog, type Log } from '../core/log.ts';
import { createRedactor } from '../core/redact.ts';
import type { Settings } from '../core/settings.ts';
import { type LoadedSettings, loadSettings } from '../core/settings-sources.ts';
import type { Transport } from '../delivery/transport.ts';
import type { ListingFeed } from '../listings/feed.ts';
import { cachedFeed } from './cached-feed.ts';
import { type Database, openDatabase } from './database.ts';
import { type Modes, resolveModes } from './modes.ts';
import { openCache, openFeed, openTransport } from './services.ts';

export interface AppOptions {
  /** Composes business time from the database's; tests hand in their own clock. */
  clockFrom?: (databaseTime: Date) => Clock;
  /** For a command's --log-level. */
  logLevel?: string;
}

/** The composition root: every service is opened on first use and closed by `close`, in reverse order. */
export class App {
  readonly io: Io;
  readonly loaded: LoadedSettings;
  readonly modes: Modes;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly #options: AppOptions;
  readonly #closers: (() => Promise<void> | void)[] = [];
  #database: Promise<Database> | undefined;
  #cache: Promise<Cache> | undefined;

  /** @throws ReportctlError (exit 78) for settings that do not make sense */
  constructor(io: Io, options: AppOptions = {}) {
    this.io = io;
    this.#options = options;
    this.loaded = loadSettings(io.env, io.cwd);
    this.modes = resolveModes(this.loaded);
    this.redact = createRedactor(this.loaded.secrets);
    this.log = createLog({
      level: options.logLevel ?? this.settings.logLevel,
      stream: io.stderr,
      redact: this.redact,
      readable: io.stderr.isTTY ?? false,
    });
  }

  get settings(): Settings {
    return this.loaded.settings;
  }

  database(): Promise<Database> {
    this.#database ??= this.#opened(
      openDatabase({
        settings: this.settings,
        mode: this.modes.database,
        io: this.io,
        clockFrom: this.#options.clockFrom,
      }),
    );
    return this.#database;
  }

  /** Redis where REDIS_URL is set, PostgreSQL otherwise. @throws ReportctlError 69 within 2 s of silence */
  cache(): Promise<Cache> {
    this.#cache ??= this.database().then((database) => this.#opened(openCache(this.settings, database, this.log)));
    return this.#cache;
  }

  /** The configured source of listings; its answers are cached where SIMPLYRETS_CACHE says so. */
  async feed(clock: Clock): Promise<ListingFeed> {
    const feed = openFeed(this.settings, this.modes.feed, { clock, log: this.log });
    if (this.modes.feed !== 'simplyrets' || !this.settings.simplyretsCache) return feed;
    const { simplyretsBaseUrl, simplyretsUsername } = this.settings;
    return cachedFeed(feed, await this.cache(), `${simplyretsUsername} ${simplyretsBaseUrl}`);
  }

  transport(clock: Clock): Transport {
    const transport = openTransport(this.settings, this.modes.mail, clock);
    this.#closers.push(() => transport.close());
    return transport;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  async #opened<T extends { close(): Promise<void> | void }>(opening: Promise<T>): Promise<T> {
    const service = await opening;
    this.#closers.push(() => service.close());
    return service;
  }
}

/** Runs `work` with an app and closes it afterwards, whatever happens. */
export async function withApp<T>(io: Io, options: AppOptions, work: (app: App) => Promise<T>): Promise<T> {
  const app = new App(io, options);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
