import { monotonicClock } from '../core/clock.ts';
import { ReportctlError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { type LoadedSettings, loadSettings } from '../core/settings-sources.ts';
import { assertSchemaKnown, readSchemaState } from '../db/migrate.ts';
import { databaseError, openPool } from '../db/pool.ts';
import { findWaiting, noteTick } from '../pipeline/queries.ts';
import { nothingDue } from '../pipeline/waiting.ts';
import { answerTimeoutMs, assertClockAgrees, readDatabaseTime } from './database-checks.ts';
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
    io.stdout.write(`${why}\n`);
    return EXIT.done;
  } catch (error) {
    const known = databaseError(error);
    if (!(known instanceof ReportctlError)) return undefined;
    // Said at once: the command would wait for a silent database a second time.
    io.stderr.write(`reportctl: ${known.message}\n`);
    return known.exitCode;
  }
}

/** Why there is nothing to do; undefined where there is something. */
async function nothingToDo(url: string, { settings }: LoadedSettings): Promise<string | undefined> {
  const pool = openPool(url, { max: 1, answerTimeoutMs: answerTimeoutMs(settings) });
  try {
    const time = await readDatabaseTime(pool);
    assertSchemaKnown(await readSchemaState(pool));
    assertClockAgrees(time);
    const now = monotonicClock(time.databaseTime).now();
    const state = await noteTick(pool, { host: settings.host, queue: 'default', now });
    if (state.due || state.ready || state.lost || state.notices || state.backfill) return undefined;
    return state.waiting || state.hold ? nothingDue(await findWaiting(pool, 'default')) : 'nothing due';
  } finally {
    await pool.end();
  }
}
