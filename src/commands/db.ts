import { Command } from 'commander';
import { App } from '../app/app.ts';
import { embeddedOptions, openDatabase } from '../app/database.ts';
import { databaseMode } from '../app/modes.ts';
import { configError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { embeddedStatus, startEmbedded, stopEmbedded } from '../db/embedded/index.ts';
import { migrate, readSchemaState } from '../db/migrate.ts';
import { LATEST_VERSION } from '../db/migrations.ts';
import { printJson, printLine } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl db status
  $ reportctl db migrate           bring DATABASE_URL's schema up to date
  $ reportctl db start             keep the embedded one up until "db stop"`;

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  const db = new Command('db')
    .description('Migrates the database; starts and stops the embedded one.')
    .addHelpText('after', EXAMPLES);
  db.command('migrate')
    .description('apply the migrations that are missing')
    .action(() => migrateDatabase(io));
  db.command('status')
    .description('show where the database is and which schema it has')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => showStatus(io, options.json ?? false));
  db.command('start')
    .description('start the embedded PostgreSQL and keep it running')
    .action(() => start(io));
  db.command('stop')
    .description('stop the embedded PostgreSQL')
    .action(() => stop(io));
  return db;
}

async function migrateDatabase(io: Io): Promise<void> {
  const app = new App(io, {});
  const database = await openDatabase({ settings: app.settings, mode: databaseMode(app.loaded), io }, false);
  try {
    const applied = await migrate(database.pool, database.clock.now());
    const { version } = await readSchemaState(database.pool);
    printLine(
      io,
      applied.length > 0 ? `migrated to schema version ${version}` : `already at schema version ${version}`,
    );
  } finally {
    await database.close();
  }
}

async function showStatus(io: Io, json: boolean): Promise<void> {
  const app = new App(io, {});
  const mode = databaseMode(app.loaded);
  const embedded = mode.kind === 'embedded';
  const server = embedded ? await embeddedStatus(embeddedOptions(app)) : undefined;
  const database = await openDatabase({ settings: app.settings, mode, io }, false);
  const { version } = await readSchemaState(database.pool).finally(() => database.close());
  const status = { kind: mode.kind, schemaVersion: version, programVersion: LATEST_VERSION, server };
  if (json) return printJson(io, status);
  printLine(io, `database  ${embedded ? 'embedded PostgreSQL' : 'the PostgreSQL of DATABASE_URL'}`);
  printLine(io, `schema    version ${version}; this program needs ${LATEST_VERSION}`);
  if (server) {
    const running = server.running ? `running (pid ${server.pid})${server.kept ? ', kept' : ''}` : 'not running';
    printLine(io, `server    ${running}, data in ${server.dataDir}`);
  }
}

async function start(io: Io): Promise<void> {
  const status = await startEmbedded(embeddedOptions(embeddedApp(io)));
  printLine(io, `embedded PostgreSQL is running (pid ${status.pid}) until "reportctl db stop"`);
}

const STOPPED = {
  stopped: 'embedded PostgreSQL has stopped',
  in_use: 'embedded PostgreSQL is in use; it stops when its last user ends',
  not_running: 'embedded PostgreSQL was not running',
};

async function stop(io: Io): Promise<void> {
  printLine(io, STOPPED[await stopEmbedded(embeddedOptions(embeddedApp(io)))]);
}

function embeddedApp(io: Io): App {
  const app = new App(io, {});
  if (databaseMode(app.loaded).kind === 'embedded') return app;
  throw configError('DATABASE_URL names a server of yours; start and stop are for the embedded one.', 'not_embedded');
}
