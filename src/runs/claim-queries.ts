import type { Queryable } from '../db/pool.ts';
import type { RunTrigger } from './run.ts';

// The first eight bytes of sha256('reportctl claim'), as a positive bigint; any constant of our own would do.
const CLAIM_LOCK = 6_113_085_527;

/**
 * One claimer at a time, until its transaction ends. Without it two claimers each see room for an account's last
 * slots: a cap of 4 became 6 to 11. It must be a statement of its own, before the claim's snapshot is taken.
 */
export async function lockClaims(tx: Queryable): Promise<void> {
  await tx.query({ name: 'lock-claims', text: 'select pg_advisory_xact_lock($1)', values: [CLAIM_LOCK] });
}

export interface ClaimParams {
  queue: string;
  now: Date;
  /** At most this many runs. */
  want: number;
  token: string;
  leaseUntil: Date;
  host: string;
  /** What this host may run at once, over all its processes. */
  hostConcurrency: number;
  /** What one account may have running at once, over all hosts. */
  accountConcurrency: number;
  /** The tokens under which this process holds runs already. */
  ownTokens: readonly string[];
  /** Null where the runs will not all start at once: a run is marked when its work begins. One claimed alone starts now. */
  startedAt: Date | null;
}

export interface ClaimedRow {
  id: string;
  schedule_id: string;
  account_id: string;
  trigger: RunTrigger;
  scheduled_for: Date;
  missed: number;
  retry_of: string | null;
  attempt: number;
  rescued: boolean;
  /** How many runs this process may work on at once beside the host's other processes. */
  slots: number;
  schedule_status: 'active' | 'paused' | 'deleted' | null;
  account_status: 'active' | 'suspended' | 'cancelled' | null;
  email_verified: boolean | null;
  account_timezone: string | null;
  plan_known: boolean;
  plan_limit: number | null;
  allow_overage: boolean | null;
  limit_override: number | null;
  recipients: number;
  deliverable: number;
  /** This run has already given a message to the mail server. */
  delivery_begun: boolean;
}

/**
 * Claims up to `want` ready runs in fair order and returns what the checks need to know of each.
 *
 * - Accounts at their cap are left out in the `where`: a window full of capped rows would return nothing while
 *   others wait. The window is twice the room, then ranked within each account together with what it has running.
 * - The run of a process that died (fair_key 0) is claimed alone, by a process that holds nothing else and claims
 *   nothing beside it, so that one report that kills its process cannot burn its neighbours' attempts. Only one such
 *   run is worked on at a time; other processes pass them by.
 * - No more than the host has free is claimed, unless `want` has grown beyond its concurrency: then runs are known to
 *   end faster than they could be claimed one by one.
 * - `delivery_begun` is no EXISTS: that would be planned as a hash of all deliveries.
 * - Schedules and accounts are left-joined: an inner join would claim the run of a deleted schedule and never
 *   return it.
 * - `status = 'queued'` is checked on the locked rows, not in the look-up by id, where the planner would walk the
 *   partial index instead of the primary key.
 */
export async function claimReadyRuns(tx: Queryable, params: ClaimParams): Promise<ClaimedRow[]> {
  const { rows } = await tx.query<ClaimedRow>({
    name: 'claim-ready-runs',
    text: CLAIM,
    values: [
      params.queue,
      params.now,
      params.want,
      params.accountConcurrency,
      params.host,
      params.hostConcurrency,
      params.ownTokens,
      params.token,
      params.leaseUntil,
      params.startedAt,
    ],
  });
  return rows;
}

const CLAIM = `
with running as materialized (
  select account_id, host = $5 and lease_until > $2 and claim_token <> all ($7::uuid[]) as elsewhere,
    fair_key = 0 as quarantined, fair_key = 0 and claim_token = any ($7::uuid[]) as own_quarantined
  from schedule_runs where status = 'running'
), room as materialized (
  select $6::int - elsewhere as slots,
    case when $6::int <= elsewhere or own_quarantined or exists (select from hosts where host = '*' and hold) then 0
      when $3::int > $6::int then $3::int else least($3::int, $6::int - elsewhere) end as want,
    not quarantined and cardinality($7::uuid[]) = 0 as may_quarantine
  from (select (count(*) filter (where elsewhere))::int as elsewhere, coalesce(bool_or(quarantined), false) as quarantined,
    coalesce(bool_or(own_quarantined), false) as own_quarantined from running) counted
), candidates as materialized (
  select r.id, r.account_id, r.fair_key from schedule_runs r
  where r.queue = $1 and r.status = 'queued' and (r.available_at is null or r.available_at <= $2)
    and r.account_id <> all (array(select account_id from running group by account_id having count(*) >= $4))
    and (r.fair_key > 0 or (select may_quarantine from room))
  order by r.fair_key, r.id limit (select 2 * want + 16 from room)
), ranked as (
  select id, fair_key, min(fair_key) over () as front,
    row_number() over (partition by account_id order by fair_key nulls first, id) as place
  from (select id, account_id, fair_key from candidates union all select null, account_id, null from running) known
), chosen as materialized (
  select id from ranked
  where id is not null and place <= $4 and (front > 0 or fair_key = 0)
  order by fair_key, id
  limit (select case when exists (select from ranked where front = 0) then least(want, 1) else want end from room)
), locked as materialized (
  select id, status from schedule_runs where id = any (array(select id from chosen)) for update skip locked
), claimed as (
  update schedule_runs r set status = 'running', attempt = r.attempt + 1, claim_token = $8, lease_until = $9,
    host = $5, available_at = null, started_at = case when r.fair_key = 0 then $2 else $10 end
  where r.id = any (array(select id from locked where status = 'queued'))
  returning r.id, r.schedule_id, r.account_id, r.trigger, r.scheduled_for, r.missed, r.retry_of, r.attempt, r.fair_key
)
select c.id, c.schedule_id, c.account_id, c.trigger, c.scheduled_for, c.missed, c.retry_of, c.attempt,
  c.fair_key = 0 as rescued, (select slots from room) as slots,
  s.status as schedule_status, a.status as account_status, a.email_verified, a.timezone as account_timezone,
  p.slug is not null as plan_known, p.monthly_report_limit as plan_limit, p.allow_overage,
  a.monthly_report_limit_override as limit_override,
  recipients.total as recipients, recipients.deliverable,
  coalesce((select true from deliveries d where d.run_id = c.id and d.status in ('sent', 'unknown') limit 1), false)
    as delivery_begun
from claimed c
left join schedules s on s.id = c.schedule_id
left join accounts a on a.id = c.account_id
left join plans p on p.slug = a.plan_slug
cross join lateral (
  select count(*)::int as total, (count(*) filter (where not exists (
    select from suppressions x where x.account_id = c.account_id and x.email = sr.email)))::int as deliverable
  from schedule_recipients sr where sr.schedule_id = c.schedule_id
) recipients
order by c.fair_key, c.id`;
