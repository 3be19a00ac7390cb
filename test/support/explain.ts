import type { QueryConfig } from 'pg';
import type { Queryable } from '../../src/db/pool.ts';

export interface PlanNode {
  type: string;
  relation: string | undefined;
  index: string | undefined;
  /** The planner's, in pages read one after the other. */
  cost: number;
}

interface RawNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Total Cost': number;
  Plans?: RawNode[];
}

/** The plan that PostgreSQL chooses for the one statement that `work` sends; nothing of it is carried out. */
export async function planOf(pool: Queryable, work: (db: Queryable) => Promise<unknown>): Promise<PlanNode[]> {
  let plan: PlanNode[] = [];
  const explaining = {
    query: async (statement: string | QueryConfig, values?: unknown[]) => {
      const text = typeof statement === 'string' ? statement : statement.text;
      const bound = typeof statement === 'string' ? values : statement.values;
      const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: RawNode }[] }>(`explain (format json) ${text}`, bound);
      plan = flatten(rows[0]?.['QUERY PLAN'][0]?.Plan);
      return { rows: [], rowCount: 0 };
    },
  };
  await work(explaining as unknown as Queryable);
  return plan;
}

function flatten(node: RawNode | undefined): PlanNode[] {
  if (!node) return [];
  const [type, relation, index] = [node['Node Type'], node['Relation Name'], node['Index Name']];
  const own = { type, relation, index, cost: node['Total Cost'] };
  return [own, ...(node.Plans ?? []).flatMap(flatten)];
}
