import { readdirSync, readFileSync } from 'node:fs';

export interface Migration {
  version: number;
  name: string;
  sql: string;
}

/**
 * The oldest program schema version that can still work on the current schema. Raise it to `LATEST_VERSION` with a
 * migration that an older program must not run on; leave it for additive ones, so that upgrading host A does not
 * stop host B.
 */
export const COMPATIBLE_FROM = 1;

const FOLDER = new URL('./migrations/', import.meta.url);

/** All migrations in order. They are read when asked for: a tick needs only `LATEST_VERSION`. */
export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      version: Number.parseInt(file, 10),
      name: file.replace(/\.sql$/, ''),
      sql: readFileSync(new URL(file, FOLDER), 'utf8'),
    }));
}

/** The schema version that this program was written for: the newest file in migrations/. */
export const LATEST_VERSION = 7;
