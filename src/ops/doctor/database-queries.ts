import type { Queryable } from '../../db/pool.ts';

export interface ServerFacts {
  version: string;
  read_only: boolean;
  name: string;
}

export async function readServerFacts(db: Queryable): Promise<ServerFacts> {
  const { rows } = await db.query<ServerFacts>(
    `select current_setting('server_version') as version, current_database() as name,
       pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as read_only`,
  );
  const facts = rows[0];
  if (!facts) throw new Error('readServerFacts: a select without FROM returned no row');
  return facts;
}

/** What the connected role may not do with the tables of the current schema, as `UPDATE on accounts`. */
export async function listMissingPrivileges(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ missing: string }>(
    `select privilege || ' on ' || relname as missing
     from pg_class, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) privilege
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
       and relname <> 'schema_migrations' and not has_table_privilege(oid, privilege)
     order by relname, privilege`,
  );
  return rows.map(({ missing }) => missing);
}

/** Each zone that an account or a schedule names, however many do. */
export async function listNamedZones(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ timezone: string }>(
    `select timezone from accounts union select timezone from schedules where status <> 'deleted' order by 1`,
  );
  return rows.map(({ timezone }) => timezone);
}
