import { resolve } from 'node:path';
import { ReportctlError } from '../core/errors.ts';
import type { Io } from '../core/io.ts';
import { type LoadedSettings, loadSettings } from '../core/settings-sources.ts';
import { checkDatabase } from '../ops/doctor/database.ts';
import { type Finding, fail, guarded, ok } from '../ops/doctor/finding.ts';
import { checkDisk, checkOutbox, checkSchedule, type HostFiles } from '../ops/doctor/host.ts';
import { checkOpenAi, checkRedis, checkSimplyRets, checkSmtp } from '../ops/doctor/services.ts';
import { checkSettings } from '../ops/doctor/settings.ts';
import { openDatabase } from './database.ts';
import { assertCanReport, assertNotDemo, databaseMode, feedMode, mailMode } from './modes.ts';

/** Checks everything, one thing after the other's start, and goes on whatever it finds. At most some ten seconds. */
export async function examine(io: Io, files: HostFiles): Promise<Finding[]> {
  const settings = await guarded('settings', async () => checkSettings(io.env, io.cwd));
  const crontab = guarded('crontab', () => checkSchedule(files));
  if (settings.some(({ level }) => level === 'fail')) {
    // What is behind a setting that makes no sense cannot be asked.
    return [...settings, ...(await crontab)];
  }
  const loaded = loadSettings(io.env, io.cwd);
  const found = await Promise.all([
    checkRoles(loaded),
    checkDatabaseOf(loaded, io),
    guarded('redis', () => checkRedis(loaded.settings)),
    guarded('mail', () => checkMail(loaded, io)),
    guarded('listings', () => checkListings(loaded)),
    guarded('insights', () => checkOpenAi(loaded.settings)),
    guarded('disk', () => checkDisk(resolve(io.cwd, loaded.settings.outboxDir))),
    crontab,
  ]);
  return [...settings, ...found.flat()];
}

/** What a tick refuses from the settings alone, and what neither mail nor listings would tell. */
function checkRoles(loaded: LoadedSettings): Finding[] {
  try {
    assertCanReport(loaded);
    return [];
  } catch (error) {
    if (!(error instanceof ReportctlError)) throw error;
    return [{ check: 'settings', level: 'fail', detail: error.message }];
  }
}

async function checkDatabaseOf(loaded: LoadedSettings, io: Io): Promise<Finding[]> {
  return guarded('database', async () => {
    const mode = databaseMode(loaded);
    const database = await openDatabase({ settings: loaded.settings, mode, io }, false);
    try {
      const findings = await checkDatabase(database.pool, database.skewMs);
      return loaded.settings.databaseUrl === undefined ? [...findings, unnamedDatabase()] : findings;
    } finally {
      await database.close();
    }
  });
}

const unnamedDatabase = (): Finding =>
  fail(
    'database',
    'DATABASE_URL is not set: ticks refuse to run.',
    'Set it to your PostgreSQL, or to “embedded” for the built-in one.',
  );

async function checkMail(loaded: LoadedSettings, io: Io): Promise<Finding | Finding[]> {
  const { smtpUrl, smtpTls, outboxDir } = loaded.settings;
  // Which of the two is asked for: checkRoles has told of it when that is not clear.
  const mode = modeOrNull(() => mailMode(loaded));
  if (mode === 'outbox') return checkOutbox(resolve(io.cwd, outboxDir));
  return mode === null || smtpUrl === undefined ? [] : checkSmtp(smtpUrl, smtpTls);
}

async function checkListings(loaded: LoadedSettings): Promise<Finding | Finding[]> {
  const mode = modeOrNull(() => feedMode(loaded));
  if (mode === null) return [];
  if (mode === 'sample') return ok('listings', 'a synthetic market, by name or because nothing is configured');
  assertNotDemo(loaded.settings);
  return checkSimplyRets(loaded.settings);
}

function modeOrNull<T>(mode: () => T): T | null {
  try {
    return mode();
  } catch {
    return null;
  }
}
