import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { Pool } from '../../src/db/pool.ts';
import { openPatientPool } from './patient-pool.ts';

export interface TestDatabase {
  url: string;
  pool: Pool;
  /** Ends the pool and drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** A database of one's own, cloned from the migrated template (about 50 ms); `empty` for one without a schema. */
export async function createTestDatabase(options: { empty?: boolean; max?: number } = {}): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openPatientPool(serverUrl, { max: 1 });
  await admin.query(`create database ${name}${options.empty ? '' : ` template ${inject('templateDatabase')}`}`);
  const url = withDatabase(serverUrl, name);
  const pool = openPatientPool(url, { max: options.max ?? 8 });
  return {
    url,
    pool,
    close: async () => {
      await pool.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
