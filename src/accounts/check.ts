import { usageError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Queryable } from '../db/pool.ts';
import { decide, effectiveLimit, type LimitDecision, type LimitSource } from './limit.ts';
import { calendarMonth, type Period } from './month.ts';
import { countGenerations, findAccountLimits } from './queries.ts';

export interface LimitCheck {
  accountId: string;
  allowed: boolean;
  decision: LimitDecision;
  /** Generations of the period that are reserved or completed. */
  used: number;
  /** null = unlimited. */
  limit: number | null;
  plan: string;
  source: LimitSource;
  period: Period & { timezone: string };
  /** Why it is blocked, where the number alone does not say. */
  reason?: string;
}

/**
 * Answers whether the account may have one more report this month, without reserving it.
 * @throws ReportctlError (exit 2) for an unknown account.
 */
export async function checkReportLimit(db: Queryable, accountId: string, now: Date, log: Log): Promise<LimitCheck> {
  const [row] = await findAccountLimits(db, [accountId]);
  if (!row)
    throw usageError(`No account has the id ${accountId}. List them with: reportctl accounts list`, 'unknown_account');
  const { limit, allowOverage, source } = effectiveLimit({
    planLimit: row.plan_limit,
    planKnown: row.plan_known,
    allowOverage: row.allow_overage,
    override: row.limit_override,
  });
  const period = calendarMonth(now, row.timezone);
  const used = await countGenerations(db, accountId, period);
  const reason = refusalReason(row.status, source, row.plan_slug);
  const decision = reason === undefined ? decide({ limit, allowOverage }, used) : 'block';
  log.info({ accountId, decision, used, limit, plan: row.plan_slug, source }, 'limit checked');
  return {
    accountId,
    allowed: decision !== 'block',
    decision,
    used,
    limit,
    plan: row.plan_slug,
    source,
    period: { ...period, timezone: row.timezone },
    ...(reason === undefined ? {} : { reason }),
  };
}

function refusalReason(status: string, source: LimitSource, plan: string): string | undefined {
  if (status !== 'active') return `The account is ${status}.`;
  if (source === 'unknown_plan') return `The account's plan "${plan}" is not in the table of plans.`;
  return undefined;
}
