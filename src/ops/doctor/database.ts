import { MAX_SKEW_MS } from '../../core/clock.ts';
import { isZone } from '../../core/time-zone.ts';
import { compareCatalogues, type Drift, readCatalogue } from '../../db/catalogue.ts';
import expectedSchema from '../../db/expected-schema.json' with { type: 'json' };
import { assertSchemaKnown, readSchemaState } from '../../db/migrate.ts';
import { LATEST_VERSION } from '../../db/migrations.ts';
import type { Queryable } from '../../db/pool.ts';
import { listMissingPrivileges, listNamedZones, readServerFacts } from './database-queries.ts';
import { type Finding, fail, guarded, ok, warn } from './finding.ts';

/** All that is asked of a database that answers. */
export async function checkDatabase(db: Queryable, skewMs: number): Promise<Finding[]> {
  return [
    ...(await guarded('database', () => checkServer(db))),
    checkClock(skewMs),
    ...(await guarded('privileges', () => checkPrivileges(db))),
    ...(await guarded('schema', () => checkSchema(db))),
    ...(await guarded('zones', () => checkZones(db))),
  ];
}

/** The oldest with `nulls not distinct`, which the schema uses. */
const OLDEST_MAJOR = 15;

async function checkServer(db: Queryable): Promise<Finding> {
  const { version, read_only, name } = await readServerFacts(db);
  if (read_only) {
    return fail(
      'database',
      `PostgreSQL ${version}, database ${name}, takes no writes.`,
      'Point DATABASE_URL at the primary.',
    );
  }
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    return fail('database', `PostgreSQL ${version} is too old.`, `Use PostgreSQL ${OLDEST_MAJOR} or newer.`);
  }
  return ok('database', `PostgreSQL ${version}, database ${name}`);
}

const NOTABLE_SKEW_MS = 5_000;

function checkClock(skewMs: number): Finding {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
  const detail = `This host is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the database.`;
  if (Math.abs(skewMs) > MAX_SKEW_MS) return fail('clock', detail, 'Ticks refuse to run. Set its clock by NTP.');
  if (Math.abs(skewMs) > NOTABLE_SKEW_MS) return warn('clock', detail, 'Set its clock by NTP, before it is a minute.');
  return ok('clock', `${seconds} s from the database's`);
}

async function checkPrivileges(db: Queryable): Promise<Finding> {
  const missing = await listMissingPrivileges(db);
  if (missing.length === 0) return ok('privileges', 'the role may read and write all tables');
  return fail('privileges', `The role lacks ${inShort(missing)}.`, 'Grant them to the role of DATABASE_URL.');
}

async function checkSchema(db: Queryable): Promise<Finding[]> {
  const state = await readSchemaState(db);
  assertSchemaKnown(state);
  if (state.version > LATEST_VERSION) {
    return [
      warn(
        'schema',
        `It is at version ${state.version}, newer than this program's ${LATEST_VERSION}.`,
        'Upgrade this host.',
      ),
    ];
  }
  const drifts = compareCatalogues(expectedSchema, await readCatalogue(db));
  if (drifts.length === 0) return [ok('schema', `version ${state.version}, as the migrations made it`)];
  return drifts.map(ofDrift);
}

/** What is there beside ours is somebody's own; what is missing or changed is what statements rely on. */
function ofDrift({ name, kind, expected, found }: Drift): Finding {
  if (kind === 'unexpected') return warn('schema', `${name} is not of ours.`, 'Drop it unless somebody needs it.');
  if (kind === 'missing') return fail('schema', `${name} is missing.`, `Make it again: ${expected}`);
  return fail('schema', `${name} is: ${found}`, `Change it back to: ${expected}`);
}

async function checkZones(db: Queryable): Promise<Finding> {
  const named = await listNamedZones(db);
  const unknown = named.filter((zone) => !isZone(zone));
  if (unknown.length === 0)
    return ok('zones', `all ${named.length} in use are known (time-zone data ${process.versions.tz})`);
  return fail(
    'zones',
    `This Node.js (time-zone data ${process.versions.tz}) does not know ${inShort(unknown)}.`,
    'Use a newer Node.js, or change the zone of those accounts and schedules.',
  );
}

const inShort = (items: readonly string[], most = 4): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
