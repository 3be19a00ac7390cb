import { ReportctlError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { type LoadedSettings, loadSettings } from '../core/settings-sources.ts';
import { visible } from '../core/visible.ts';
import { assertSchemaKnown, readSchemaState } from '../db/migrate.ts';
import { databaseError, openPool, type Queryable } from '../db/pool.ts';
import { findWaiting, noteTick } from '../pipeline/queries.ts';
import { nothingDue } from '../pipeline/waiting.ts';
import { answerTimeoutMs, askDatabaseTime, assertClockAgrees } from './database-checks.ts';
import { assertCanReport, assertRealListings, databaseMode } from './modes.ts';

export { heedOutput } from '../core/heed-output.ts';
export { withSystemConfig } from '../core/system-config.ts';

/**
 * Answers the crontab's `reportctl tick` when there is nothing to do, as in most minutes, without what parses options,
 * writes logs and works: loading those takes as long as all the rest.
 * @returns undefined when there is something to do, or anything out of the ordinary: then it is the command's
 */
export async function idleTick(io: Pick<Io, 'env' | 'cwd' | 'stdout' | 'stderr'>): Promise<ExitCode | undefined> {
  try {
    const loaded = loadSettings(io.env, io.cwd);
    const { monitorUrl, metricsFile } = loaded.settings;
    // Whoever is told of each tick is told by the command.
    if (monitorUrl !== undefined || metricsFile !== undefined) return undefined;
    const mode = databaseMode(loaded);
    if (mode.kind === 'embedded') return undefined;
    assertCanReport(loaded);
    assertRealListings(loaded);
    const why = await nothingToDo(mode.url, loaded);
    if (why === undefined) return undefined;
    io.stdout.write(`${visible(why)}\n`);
    return EXIT.done;
  } catch (error) {
    const known = databaseError(error);
    if (!(known instanceof ReportctlError)) return undefined;
    // Said at once: the command would wait for a silent database a second time.
    io.stderr.write(`reportctl: ${visible(known.message)}\n`);
    return known.exitCode;
  }
}

/** Why there is nothing to do; undefined where there is something. */
async function nothingToDo(url: string, loaded: LoadedSettings): Promise<string | undefined> {
  const pool = openPool(url, { max: 1, answerTimeoutMs: answerTimeoutMs(loaded.settings) });
  try {
    const client = await pool.connect();
    // A lost connection fails the statement under way and is emitted as well, which ends the process without a listener.
    client.on('error', () => {});
    try {
      return await askOf(client, loaded);
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}

async function askOf(db: Queryable, loaded: LoadedSettings): Promise<string | undefined> {
  // On one connection the second goes out with the first.
  const [time, schema] = await Promise.all([askDatabaseTime(db), readSchemaState(db)]);
  assertSchemaKnown(schema);
  assertClockAgrees(time);
  const now = time.databaseTime;
  const state = await noteTick(db, { host: loaded.settings.host, queue: 'default', now });
  if (state.due || state.ready || state.lost || state.notices) return undefined;
  if (state.backfill && (await canBackfill(db, loaded, now))) return undefined;
  return state.waiting || state.hold ? nothingDue(await findWaiting(db, 'default')) : 'nothing due';
}

/** Loaded when it is asked for: the vendor account's digest needs Node's crypto, which takes a tenth of an idle tick. */
async function canBackfill(db: Queryable, loaded: LoadedSettings, now: Date): Promise<boolean> {
  const [{ isBackfillDue }, { feedIdOf, vendorAccountOf }] = await Promise.all([
    import('../history/backfill-queries.ts'),
    import('./vendor-account.ts'),
  ]);
  return isBackfillDue(db, feedIdOf(vendorAccountOf(loaded)), now);
}
