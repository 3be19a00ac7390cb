import type { Queryable } from './pool.ts';

/** What a schema consists of: `column accounts.name` → `text not null`. */
export type Catalogue = Readonly<Record<string, string>>;

/** Reads the tables of the current schema with their columns, constraints and indexes, in the order of their names. */
export async function readCatalogue(db: Queryable): Promise<Catalogue> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `with tables as (
       select c.oid, c.relname, c.relpersistence from pg_class c
       where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p'))
     select 'table ' || relname as name, case relpersistence when 'u' then 'unlogged' else 'logged' end as definition
     from tables
     union all
     select 'column ' || t.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
       || case when a.attnotnull then ' not null' else '' end
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
     from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
     union all
     -- From PostgreSQL 18 on "not null" is a constraint too; the column has told of it.
     select 'constraint ' || t.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
     from tables t join pg_constraint c on c.conrelid = t.oid and c.contype <> 'n'
     union all
     select 'index ' || t.relname || '.' || c.relname,
       replace(pg_get_indexdef(i.indexrelid), ' ON ' || quote_ident(current_schema()) || '.', ' ON ')
       || case when i.indisvalid then '' else ' INVALID' end
     from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
     order by name`,
  );
  return Object.fromEntries(rows.map(({ name, definition }) => [name, definition]));
}

export interface Drift {
  /** Such as `index schedules.schedules_due`. */
  name: string;
  kind: 'missing' | 'changed' | 'unexpected';
  expected: string | null;
  found: string | null;
}

/** Where a schema differs from the expected one. What hangs on a missing or unexpected table is not told of again. */
export function compareCatalogues(expected: Catalogue, found: Catalogue): Drift[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names
    .filter((name) => expected[name] !== found[name] && !isPartOfWhole(name, expected, found))
    .map((name) => {
      const [own, other] = [expected[name] ?? null, found[name] ?? null];
      return {
        name,
        kind: other === null ? 'missing' : own === null ? 'unexpected' : 'changed',
        expected: own,
        found: other,
      };
    });
}

function isPartOfWhole(name: string, expected: Catalogue, found: Catalogue): boolean {
  const [kind, path = ''] = name.split(' ');
  const table = `table ${path.split('.')[0]}`;
  return kind !== 'table' && table in expected !== table in found;
}
