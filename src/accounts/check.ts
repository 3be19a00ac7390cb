import type { Log } from '../core/log.ts';
import { isZone } from '../core/time-zone.ts';
import type { Queryable } from '../db/pool.ts';
import { unknownAccount } from './change.ts';
import { decide, type EffectiveLimit, effectiveLimit, type LimitDecision, type LimitSource } from './limit.ts';
import { calendarMonth, type Period } from './month.ts';
import { type AccountLimitRow, countGenerations, findAccountLimit, listLimitedAccounts } from './queries.ts';

export interface LimitCheck {
  accountId: string;
  name: string;
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
  const row = await findAccountLimit(db, accountId);
  if (!row) throw unknownAccount(accountId);
  const period = periodOf(row, now);
  const [used = 0] = await countGenerations(db, [{ accountId, period }]);
  return logged(judge(row, used, period), log);
}

/** The active accounts whose answer is `warn` or `block`, the fullest first; each answer is logged. */
export async function listNearLimit(db: Queryable, now: Date, log: Log): Promise<LimitCheck[]> {
  return (await findNearLimit(db, now)).map((check) => logged(check, log));
}

/** The same, for whoever only counts them. Two statements, however many accounts. */
export async function findNearLimit(db: Queryable, now: Date): Promise<LimitCheck[]> {
  const rows = (await listLimitedAccounts(db)).map((row) => ({ row, period: periodOf(row, now) }));
  const counts = await countGenerations(
    db,
    rows.map(({ row, period }) => ({ accountId: row.id, period })),
  );
  return rows
    .map(({ row, period }, i) => judge(row, counts[i] ?? 0, period))
    .filter(({ decision }) => decision !== 'allow')
    .sort((a, b) => share(b) - share(a) || (a.accountId < b.accountId ? -1 : 1));
}

function judge(row: AccountLimitRow, used: number, period: LimitCheck['period']): LimitCheck {
  const { limit, allowOverage, source } = limitOf(row);
  const reason = refusalReason(row, source);
  const decision = reason === undefined ? decide({ limit, allowOverage }, used) : 'block';
  return {
    accountId: row.id,
    name: row.name,
    allowed: decision !== 'block',
    decision,
    used,
    limit,
    plan: row.plan_slug,
    source,
    period,
    ...(reason === undefined ? {} : { reason }),
  };
}

const limitOf = (row: AccountLimitRow): EffectiveLimit =>
  effectiveLimit({
    planLimit: row.plan_limit,
    planKnown: row.plan_known,
    allowOverage: row.allow_overage,
    override: row.limit_override,
  });

/** How much of its month an account has used; undefined where there is no such account. */
export async function readLimitUse(
  db: Queryable,
  accountId: string,
  now: Date,
): Promise<(EffectiveLimit & Pick<LimitCheck, 'used' | 'period'>) | undefined> {
  const row = await findAccountLimit(db, accountId);
  if (!row) return undefined;
  const period = periodOf(row, now);
  const [used = 0] = await countGenerations(db, [{ accountId, period }]);
  return { ...limitOf(row), used, period };
}

/** A month that cannot be told is counted in UTC, for the number to be seen; the answer is no in any case. */
function periodOf(row: AccountLimitRow, now: Date): LimitCheck['period'] {
  const timezone = isZone(row.timezone) ? row.timezone : 'UTC';
  return { ...calendarMonth(now, timezone), timezone };
}

/** As the tick refuses such a run, in the same order. */
function refusalReason(row: AccountLimitRow, source: LimitSource): string | undefined {
  if (row.status !== 'active') return `The account is ${row.status}.`;
  if (!row.email_verified) return "The account's e-mail address is not verified.";
  if (!isZone(row.timezone)) return "The account's time zone is unknown, so its month cannot be counted.";
  if (source === 'unknown_plan') return `The account's plan "${row.plan_slug}" is not in the table of plans.`;
  return undefined;
}

function logged(check: LimitCheck, log: Log): LimitCheck {
  const { accountId, decision, used, limit, plan, source } = check;
  log[decision === 'allow' ? 'info' : 'warn']({ accountId, decision, used, limit, plan, source }, 'limit checked');
  return check;
}

/** Of a limit of zero any use is all of it. */
const share = ({ used, limit }: LimitCheck): number => (limit ? used / limit : Number.POSITIVE_INFINITY);
