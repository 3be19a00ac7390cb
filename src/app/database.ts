import { type Clock, monotonicClock } from '../core/clock.ts';
import type { Io } from '../core/io.ts';
import type { Settings } from '../core/settings.ts';
import { assertSchemaKnown, migrate, readSchemaState } from '../db/migrate.ts';
import { databaseError, openPool, type Pool } from '../db/pool.ts';
import { answerTimeoutMs, readDatabaseTime } from './database-checks.ts';
import type { DatabaseMode } from './modes.ts';

export interface Database {
  pool: Pool;
  /** The database's time, advanced by our own monotonic clock. */
  clock: Clock;
  /** Database time minus host time, in milliseconds. */
  skewMs: number;
  url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  settings: Settings;
  mode: DatabaseMode;
  io: Pick<Io, 'env' | 'home'>;
  /** Composes the clock from the database's time; tests hand in their own. */
  clockFrom?: ((databaseTime: Date) => Clock) | undefined;
}

/**
 * Connects, starting the embedded server where that is asked for, and brings its schema up to date. A real
 * database's schema is only checked: changing it is the operator's decision.
 * @throws ReportctlError 69 when it does not answer, 78 for a schema that this program does not know
 */
export async function openDatabase(options: DatabaseOptions, checkSchema = true): Promise<Database> {
  const embedded = options.mode.kind === 'embedded' ? await openEmbeddedServer(options) : undefined;
  const url = options.mode.kind === 'external' ? options.mode.url : (embedded?.url ?? '');
  const pool = openPool(url, {
    max: options.settings.concurrency + 4,
    // A migration takes as long as it takes, and an embedded server has no network that could fall silent.
    ...(checkSchema && !embedded ? { answerTimeoutMs: answerTimeoutMs(options.settings) } : {}),
  });
  const close = async () => {
    await pool.end();
    await embedded?.release();
  };
  try {
    const { databaseTime, skewMs } = await readDatabaseTime(pool);
    const clock = (options.clockFrom ?? monotonicClock)(databaseTime);
    if (embedded) await migrate(pool, clock.now());
    else if (checkSchema) assertSchemaKnown(await readSchemaState(pool));
    return { pool, clock, skewMs, url, close };
  } catch (error) {
    await close();
    throw databaseError(error);
  }
}

async function openEmbeddedServer(options: DatabaseOptions) {
  const { openEmbedded } = await import('../db/embedded/index.ts');
  return openEmbedded(embeddedOptions(options));
}

export function embeddedOptions({ settings, io }: Pick<DatabaseOptions, 'settings' | 'io'>) {
  return { dataDir: settings.dataDir, xdgDataHome: io.env.XDG_DATA_HOME, home: io.home };
}
