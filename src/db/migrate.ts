import { configError, errorCode } from '../core/errors.ts';
import { COMPATIBLE_FROM, LATEST_VERSION, type Migration, readMigrations } from './migrations.ts';
import { type Pool, type Queryable, transaction } from './pool.ts';

// Any constant will do, as long as it is ours: the first eight bytes of sha256('reportctl migrations').
const MIGRATION_LOCK = 4_021_870_713;

export interface SchemaState {
  /** 0 = no schema yet. */
  version: number;
  /** The oldest program version that may work on this schema. */
  compatibleFrom: number;
}

/** Reads the schema's version; an empty database is version 0. */
export async function readSchemaState(db: Queryable): Promise<SchemaState> {
  try {
    const { rows } = await db.query<{ version: number; compatible_from: number }>(
      'select version, compatible_from from schema_migrations order by version desc limit 1',
    );
    return { version: rows[0]?.version ?? 0, compatibleFrom: rows[0]?.compatible_from ?? 0 };
  } catch (error) {
    const undefinedTable = '42P01';
    if (errorCode(error) === undefinedTable) return { version: 0, compatibleFrom: 0 };
    throw error;
  }
}

/** @throws ReportctlError (exit 78) unless this program may work on a schema in this state. */
export function assertSchemaKnown(state: SchemaState): void {
  if (state.version < LATEST_VERSION) {
    const found = state.version === 0 ? 'has no reportctl schema yet' : `is at schema version ${state.version}`;
    throw configError(
      `The database ${found}, this program needs ${LATEST_VERSION}. Run: reportctl db migrate`,
      'schema_outdated',
    );
  }
  if (state.compatibleFrom > LATEST_VERSION) throw newerSchema(state);
}

function newerSchema(state: SchemaState) {
  return configError(
    `The database's schema (version ${state.version}) is newer than this program understands (${LATEST_VERSION}). ` +
      'Install the newer reportctl on this host.',
    'schema_newer',
  );
}

/**
 * Applies what is missing, each migration in its own transaction, and returns the versions applied. Safe when many
 * processes do it at once: each transaction takes one lock first and looks again. The lock belongs to the
 * transaction because a session's lock breaks behind a transaction-pooling PgBouncer.
 */
export async function migrate(pool: Pool, appliedAt: Date): Promise<number[]> {
  const state = await readSchemaState(pool);
  if (state.version > LATEST_VERSION) {
    if (state.compatibleFrom > LATEST_VERSION) throw newerSchema(state);
    return [];
  }
  const applied: number[] = [];
  for (const migration of readMigrations()) {
    if (migration.version > state.version && (await apply(pool, migration, appliedAt))) applied.push(migration.version);
  }
  return applied;
}

async function apply(pool: Pool, migration: Migration, appliedAt: Date): Promise<boolean> {
  return transaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.query(`create table if not exists schema_migrations (
      version integer primary key, name text not null, compatible_from integer not null,
      applied_at timestamptz(3) not null)`);
    const { rowCount } = await tx.query('select from schema_migrations where version >= $1', [migration.version]);
    if (rowCount) return false;
    await tx.query(migration.sql);
    await tx.query(
      'insert into schema_migrations (version, name, compatible_from, applied_at) values ($1, $2, $3, $4)',
      [migration.version, migration.name, COMPATIBLE_FROM, appliedAt],
    );
    return true;
  });
}
