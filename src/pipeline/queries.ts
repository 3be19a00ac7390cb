import type { Queryable } from '../db/pool.ts';
import type { Waiting } from './waiting.ts';

export interface TickState {
  hold: boolean;
  due: boolean;
  ready: boolean;
  lost: boolean;
  /** An owner is to be told something. */
  notices: boolean;
  /** A market's past is to be read, by whoever has that vendor account. */
  backfill: boolean;
  /** Something is queued for later, or held by a tick. */
  waiting: boolean;
}

/** What waits in a queue of its own for this long has lost the command that made it. */
export const ABANDONED_MS = 2 * 3_600_000;

/**
 * One statement for the whole of an idle tick: notes that this host ticked, and asks whether there is anything to do.
 * Its commit waits for no disk: a crash would cost the note of one tick.
 */
export async function noteTick(db: Queryable, params: { host: string; queue: string; now: Date }): Promise<TickState> {
  const { rows } = await db.query<TickState>(
    `with noted as (
       insert into hosts as h (host, last_tick_at) select $1, $3::timestamptz where $2 = 'default'
         and set_config('synchronous_commit', 'off', true) is not null
       on conflict (host) do update set last_tick_at = excluded.last_tick_at
     )
     select exists (select from hosts where host = '*' and hold) as hold,
       exists (select from schedules where queue = $2 and status = 'active' and next_run_at <= $3) as due,
       exists (select from schedule_runs where queue = $2 and status = 'queued'
         and (available_at is null or available_at <= $3)) as ready,
       exists (select from schedule_runs where status = 'running' and lease_until < $3)
         or exists (select from schedule_runs where queue <> 'default' and status = 'queued' and created_at < $4)
         or exists (select from schedules where queue <> 'default' and expires_at < $3) as lost,
       $2 = 'default' and exists (select from notices where status in ('pending', 'sending') and due_at <= $3)
         and not exists (select from hosts where host = '*' and hold) as notices,
       $2 = 'default' and exists (select from market_backfills where due_at <= $3)
         and not exists (select from hosts where host = '*' and hold) as backfill,
       exists (select from schedule_runs where queue = $2 and status = 'queued')
         or exists (select from schedule_runs where queue = $2 and status = 'running') as waiting`,
    [params.host, params.queue, params.now, new Date(params.now.getTime() - ABANDONED_MS)],
  );
  const state = rows[0];
  if (!state) throw new Error('noteTick: a select without FROM returned no row');
  return state;
}

/** Why a queue has work and no tick does any, for people. */
export async function findWaiting(db: Queryable, queue: string): Promise<Waiting> {
  const { rows } = await db.query<Waiting>(
    `select q.queued, q."nextTry", r.running, r."leaseEnds", coalesce(h.hold, false) as hold, h.hold_reason as "holdReason"
     from (select count(*)::int as queued, min(available_at) as "nextTry" from schedule_runs
         where queue = $1 and status = 'queued') q
       cross join (select count(*)::int as running, min(lease_until) as "leaseEnds" from schedule_runs
         where queue = $1 and status = 'running') r
       left join hosts h on h.host = '*'`,
    [queue],
  );
  const [waiting] = rows;
  if (!waiting) throw new Error('findWaiting: aggregates without groups returned no row');
  return waiting;
}

export interface ReportInputs {
  report_type: string;
  audience: string;
  filters: unknown;
  attach_pdf: boolean;
  cities: string[];
  postal_codes: string[];
  lookback_days: number;
  timezone: string;
  on_empty: 'skip' | 'send';
  account_name: string;
  brand_name: string | null;
  brand_reply_to: string | null;
  brand_color: string | null;
  brand_logo_url: string | null;
  postal_address: string | null;
  /** The stored model, once this run has begun to deliver: all recipients see the same figures. */
  model: unknown;
}

/** All that making a run's report needs to know, in one look-up. */
export async function findReportInputs(db: Queryable, runId: string): Promise<ReportInputs | undefined> {
  const { rows } = await db.query<ReportInputs>(
    `select s.report_type, s.audience, s.filters, s.attach_pdf, s.cities, s.postal_codes, s.lookback_days, s.timezone, s.on_empty,
       a.name as account_name, a.brand_name, a.brand_reply_to, a.brand_color, a.brand_logo_url, a.postal_address,
       case when exists (select from deliveries d join schedule_runs made on made.id = d.run_id
         where made.id = coalesce(r.retry_of, r.id) or made.retry_of = coalesce(r.retry_of, r.id)) then g.model end as model
     from schedule_runs r
     join schedules s on s.id = r.schedule_id
     join accounts a on a.id = r.account_id
     left join report_generations g on g.run_id = coalesce(r.retry_of, r.id)
     where r.id = $1`,
    [runId],
  );
  return rows[0];
}

/** The model of the report that this run, or the one it retries, has made; null where it made none. */
export async function findStoredModel(db: Queryable, runId: string): Promise<unknown> {
  const { rows } = await db.query<{ model: unknown }>(
    `select g.model from schedule_runs r join report_generations g on g.run_id = coalesce(r.retry_of, r.id)
     where r.id = $1`,
    [runId],
  );
  return rows[0]?.model ?? null;
}

/** Stores the report's model with its generation, under the run's token; false when the run is no longer ours. */
export async function storeModel(db: Queryable, run: { id: string; token: string }, model: object): Promise<boolean> {
  const { rowCount } = await db.query(
    `update report_generations g set model = $3 from schedule_runs r
     where r.id = $1 and r.claim_token = $2 and r.status = 'running' and g.run_id = coalesce(r.retry_of, r.id)`,
    [run.id, run.token, JSON.stringify(model)],
  );
  return rowCount === 1;
}
