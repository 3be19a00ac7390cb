import { usageError } from '../core/errors.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { parseName } from './fields.ts';
import { lockPlan, type PlanRow, upsertPlan } from './queries.ts';

export interface PlanChanges {
  name?: string;
  /** Reports a calendar month; null = unlimited, 0 = none. */
  monthlyReportLimit?: number | null;
  allowOverage?: boolean;
}

/**
 * Adds a plan or changes what is named of one; its accounts follow from their next report on.
 * @throws ReportctlError (exit 2) for a bad slug, and for a new plan without a limit: unlimited must be said
 */
export async function setPlan(
  pool: Pool,
  slug: string,
  changes: PlanChanges,
): Promise<{ plan: PlanRow; added: boolean }> {
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(slug)) {
    throw usageError('A plan’s slug is 1 to 40 lower-case letters, digits, - and _.', 'bad_plan');
  }
  return transaction(pool, async (tx) => {
    const before = await lockPlan(tx, slug);
    const limit =
      changes.monthlyReportLimit ?? (changes.monthlyReportLimit === null ? null : before?.monthly_report_limit);
    if (limit === undefined) {
      throw usageError(
        `There is no plan "${slug}" yet. Say its limit: --limit <n> or --limit unlimited.`,
        'plan_limit_missing',
      );
    }
    const plan: PlanRow = {
      slug,
      name: parseName(changes.name ?? before?.name ?? slug),
      monthly_report_limit: limit,
      allow_overage: changes.allowOverage ?? before?.allow_overage ?? false,
    };
    await upsertPlan(tx, plan);
    return { plan, added: before === undefined };
  });
}
