import { plainArray } from '../db/array-literal.ts';
import type { Queryable } from '../db/pool.ts';
import type { Period } from './month.ts';

export interface AccountRow {
  id: string;
  name: string;
  owner_email: string | null;
  email_verified: boolean;
  plan_slug: string;
  timezone: string;
  status: 'active' | 'suspended' | 'cancelled';
  monthly_report_limit_override: number | null;
  internal: boolean;
  brand_name: string | null;
  brand_reply_to: string | null;
  brand_color: string | null;
  brand_logo_url: string | null;
  postal_address: string | null;
  created_at: Date;
}

const COLUMNS = `id, name, owner_email, email_verified, plan_slug, timezone, status, monthly_report_limit_override,
  internal, brand_name, brand_reply_to, brand_color, brand_logo_url, postal_address, created_at`;

export async function insertAccount(db: Queryable, account: AccountRow): Promise<void> {
  await db.query(
    `insert into accounts (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      account.id,
      account.name,
      account.owner_email,
      account.email_verified,
      account.plan_slug,
      account.timezone,
      account.status,
      account.monthly_report_limit_override,
      account.internal,
      account.brand_name,
      account.brand_reply_to,
      account.brand_color,
      account.brand_logo_url,
      account.postal_address,
      account.created_at,
    ],
  );
}

export async function findAccount(db: Queryable, id: string): Promise<AccountRow | undefined> {
  const { rows } = await db.query<AccountRow>(`select ${COLUMNS} from accounts where id = $1`, [id]);
  return rows[0];
}

/** The account, locked until the end of the transaction; qa-deliver's own are nobody's to change. */
export async function lockAccount(tx: Queryable, id: string): Promise<AccountRow | undefined> {
  const { rows } = await tx.query<AccountRow>(
    `select ${COLUMNS} from accounts where id = $1 and not internal for no key update`,
    [id],
  );
  return rows[0];
}

/** Writes all that may change of an account. */
export async function updateAccount(tx: Queryable, account: AccountRow): Promise<void> {
  await tx.query(
    `update accounts set name = $2, owner_email = $3, email_verified = $4, plan_slug = $5, timezone = $6, status = $7,
       monthly_report_limit_override = $8, brand_name = $9, brand_reply_to = $10, brand_color = $11,
       brand_logo_url = $12, postal_address = $13
     where id = $1`,
    [
      account.id,
      account.name,
      account.owner_email,
      account.email_verified,
      account.plan_slug,
      account.timezone,
      account.status,
      account.monthly_report_limit_override,
      account.brand_name,
      account.brand_reply_to,
      account.brand_color,
      account.brand_logo_url,
      account.postal_address,
    ],
  );
}

export async function listAccounts(db: Queryable): Promise<AccountRow[]> {
  const { rows } = await db.query<AccountRow>(`select ${COLUMNS} from accounts where not internal order by id`);
  return rows;
}

export async function deleteAccount(db: Queryable, id: string): Promise<void> {
  await db.query('delete from accounts where id = $1', [id]);
}

export interface PlanRow {
  slug: string;
  name: string;
  monthly_report_limit: number | null;
  allow_overage: boolean;
}

export async function listPlans(db: Queryable): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(
    'select slug, name, monthly_report_limit, allow_overage from plans order by monthly_report_limit nulls last, slug',
  );
  return rows;
}

export interface PlanUse extends PlanRow {
  /** Accounts on the plan, qa-deliver's own left out. */
  accounts: number;
}

export async function listPlanUse(db: Queryable): Promise<PlanUse[]> {
  const { rows } = await db.query<PlanUse>(
    `select slug, name, monthly_report_limit, allow_overage,
       (select count(*)::int from accounts where plan_slug = slug and not internal) as accounts
     from plans order by monthly_report_limit nulls last, slug`,
  );
  return rows;
}

/** The plan, locked until the end of the transaction. */
export async function lockPlan(tx: Queryable, slug: string): Promise<PlanRow | undefined> {
  const { rows } = await tx.query<PlanRow>(
    'select slug, name, monthly_report_limit, allow_overage from plans where slug = $1 for update',
    [slug],
  );
  return rows[0];
}

export async function upsertPlan(tx: Queryable, plan: PlanRow): Promise<void> {
  await tx.query(
    `insert into plans (slug, name, monthly_report_limit, allow_overage) values ($1, $2, $3, $4)
     on conflict (slug) do update set name = excluded.name, monthly_report_limit = excluded.monthly_report_limit,
       allow_overage = excluded.allow_overage`,
    [plan.slug, plan.name, plan.monthly_report_limit, plan.allow_overage],
  );
}

export interface AccountLimitRow {
  id: string;
  name: string;
  status: AccountRow['status'];
  email_verified: boolean;
  timezone: string;
  plan_slug: string;
  plan_known: boolean;
  plan_limit: number | null;
  allow_overage: boolean;
  limit_override: number | null;
}

const LIMIT_INPUTS = `select a.id, a.name, a.status, a.email_verified, a.timezone, a.plan_slug, p.slug is not null as plan_known,
    p.monthly_report_limit as plan_limit, coalesce(p.allow_overage, false) as allow_overage,
    a.monthly_report_limit_override as limit_override
  from accounts a left join plans p on p.slug = a.plan_slug`;

/** The limit's inputs of one account, plan included. */
export async function findAccountLimit(db: Queryable, id: string): Promise<AccountLimitRow | undefined> {
  const { rows } = await db.query<AccountLimitRow>(`${LIMIT_INPUTS} where a.id = $1`, [id]);
  return rows[0];
}

/** The limit's inputs of all accounts that get reports and have one; a plan not in the table is a limit of zero. */
export async function listLimitedAccounts(db: Queryable): Promise<AccountLimitRow[]> {
  const { rows } = await db.query<AccountLimitRow>(
    `${LIMIT_INPUTS} where not a.internal and a.status = 'active' and a.email_verified
       and (p.slug is null or coalesce(a.monthly_report_limit_override, p.monthly_report_limit) is not null)
     order by a.id`,
  );
  return rows;
}

/** Generations that count to the limit: of each account, those of its own period; in the order given. */
export async function countGenerations(
  db: Queryable,
  accounts: readonly { accountId: string; period: Period }[],
): Promise<number[]> {
  const { rows } = await db.query<{ used: number }>(
    `select (select count(*)::int from report_generations g where g.account_id = u.account_id
       and g.created_at >= u.period_from and g.created_at < u.period_to and g.status in ('reserved', 'completed')) as used
     from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) with ordinality
       u (account_id, period_from, period_to, ordinal)
     order by u.ordinal`,
    [
      accounts.map(({ accountId }) => accountId),
      accounts.map(({ period }) => period.from),
      accounts.map(({ period }) => period.to),
    ],
  );
  return rows.map(({ used }) => used);
}

/**
 * Takes the accounts' reservation locks, in one order for all callers so that none deadlock; released at the end of
 * the transaction. It must be a statement of its own: READ COMMITTED gives the count that follows a new snapshot.
 */
export async function lockReservations(tx: Queryable, accountIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'lock-reservations',
    text: `select count(pg_advisory_xact_lock(hashtextextended(account, 7))) from
       (select account from unnest($1::text[]) account order by account collate "C") ordered`,
    values: [plainArray(accountIds)],
  });
}

export interface ReservationColumns {
  runIds: string[];
  accountIds: string[];
  /** null = unlimited for this account. */
  limits: (number | null)[];
  /** False where the plan lets an account pass its limit. */
  enforced: boolean[];
  periodStarts: Date[];
  periodEnds: Date[];
}

export interface Reservation {
  run_id: string;
  /** It holds a place now. */
  reserved: boolean;
  /** The month's generations, this one included where it took a place; null where there is no limit to compare with. */
  used: number | null;
}

/**
 * Reserves one generation for each run whose account still has room, in the order given. A run that has one already
 * keeps it and takes no second. A generation has its run's id: there is one for each.
 */
export async function insertReservations(
  tx: Queryable,
  columns: ReservationColumns,
  now: Date,
): Promise<Reservation[]> {
  const { rows } = await tx.query<Reservation>({
    name: 'reserve-generations',
    text: `with wanted as materialized (
       select w.*, row_number() over (partition by account_id, held order by ordinal) as place,
         case when held or monthly_limit is null then null else (
           select count(*) from report_generations c where c.account_id = w.account_id
             and c.created_at >= w.period_from and c.created_at < w.period_to and c.status in ('reserved', 'completed')
         ) end as used
       from (
         select u.*, (select g.status in ('reserved', 'completed') from report_generations g
           where g.run_id = u.run_id) is true as held
         from unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[], $5::timestamptz[], $6::timestamptz[])
           with ordinality u (run_id, account_id, monthly_limit, enforced, period_from, period_to, ordinal)
         offset 0 -- else "held" is looked up where it is sorted by and once more where it is read
       ) w
     ), judged as materialized (
       select run_id, account_id, held, used, place,
         held or monthly_limit is null or not enforced or used + place <= monthly_limit as reserved
       from wanted
     ), reserved as (
       insert into report_generations as g (id, account_id, run_id, status, created_at)
       select run_id, account_id, run_id, 'reserved', $7 from judged where reserved and not held
       on conflict (run_id) do update set status = 'reserved', created_at = excluded.created_at
     )
     select run_id, reserved, case when reserved then used + place else used end as used from judged`,
    values: [
      plainArray(columns.runIds),
      plainArray(columns.accountIds),
      plainArray(columns.limits),
      plainArray(columns.enforced),
      plainArray(columns.periodStarts),
      plainArray(columns.periodEnds),
      now,
    ],
  });
  return rows;
}
