-- Instants are timestamptz with whole milliseconds. Business time is a parameter of each statement: nothing here
-- defaults to now(). Ids are UUID v7, made by the program.

create table plans (
  slug text primary key check (slug ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  name text not null,
  monthly_report_limit integer check (monthly_report_limit >= 0), -- null = unlimited, 0 = none
  allow_overage boolean not null default false
);

insert into plans (slug, name, monthly_report_limit) values
  ('free', 'Free', 3), ('starter', 'Starter', 25), ('pro', 'Pro', null), ('unlimited', 'Unlimited', null);

-- plan_slug has no foreign key: a plan that another system forgot denies reports, it does not break writes.
create table accounts (
  id uuid primary key,
  name text not null,
  owner_email text,
  email_verified boolean not null default false,
  plan_slug text not null default 'unlimited',
  timezone text not null,
  status text not null default 'active' check (status in ('active', 'suspended', 'cancelled')),
  monthly_report_limit_override integer check (monthly_report_limit_override >= 0), -- null = the plan's
  internal boolean not null default false, -- qa-deliver's own
  brand_name text,
  brand_reply_to text,
  brand_color text,
  brand_logo_url text,
  postal_address text,
  created_at timestamptz(3) not null
);

create table schedules (
  id uuid primary key,
  account_id uuid not null references accounts (id),
  queue text not null default 'default', -- 'default', or the session of a qa-deliver
  name text not null,
  report_type text not null check (report_type in ('market_snapshot', 'new_listings', 'new_listings_gallery',
    'featured_listings', 'inventory', 'closed', 'price_bands', 'open_houses')),
  audience text not null default 'all' check (audience in ('all', 'first_time_buyer', 'investor', 'luxury', 'condo',
    'families')),
  cities text[] not null default '{}',
  postal_codes text[] not null default '{}',
  lookback_days integer not null default 30 check (lookback_days between 1 and 730),
  filters jsonb not null default '{}',
  attach_pdf boolean not null default false,
  cadence text not null check (cadence in ('daily', 'weekly', 'biweekly', 'monthly')),
  send_time time(0) not null check (send_time < '24:00'),
  weekly_dow smallint check (weekly_dow between 0 and 6), -- 0 = Sunday
  monthly_dom smallint check (monthly_dom between 1 and 31),
  anchor_date date,
  timezone text not null,
  spread_minutes integer not null default 0 check (spread_minutes between 0 and 720),
  catch_up text not null default 'once' check (catch_up in ('once', 'skip')),
  on_empty text not null default 'skip' check (on_empty in ('skip', 'send')),
  status text not null default 'active' check (status in ('active', 'paused', 'deleted')),
  paused_by text check (paused_by in ('operator', 'failures', 'invalid', 'expired')),
  paused_reason text,
  expires_at timestamptz(3),
  next_run_at timestamptz(3),
  last_run_at timestamptz(3),
  consecutive_failures integer not null default 0,
  last_error text,
  created_at timestamptz(3) not null,
  check (cardinality(cities) + cardinality(postal_codes) > 0),
  check (cadence not in ('weekly', 'biweekly') or weekly_dow is not null),
  check (cadence <> 'monthly' or monthly_dom is not null),
  check (cadence <> 'biweekly' or anchor_date is not null)
);
-- The dispatch's own where and order-by.
create index schedules_due on schedules (queue, next_run_at) where status = 'active';
create index schedules_by_account on schedules (account_id);

create table schedule_recipients (
  schedule_id uuid not null references schedules (id) on delete cascade,
  email text not null, -- normalised
  name text,
  primary key (schedule_id, email)
);

-- No foreign keys to schedules and accounts: history survives their deletion and keeps their ids.
create table schedule_runs (
  id uuid primary key,
  schedule_id uuid not null,
  account_id uuid not null,
  queue text not null default 'default',
  trigger text not null check (trigger in ('schedule', 'manual', 'qa')),
  scheduled_for timestamptz(3) not null,
  missed integer not null default 0 check (missed >= 0),
  retry_of uuid,
  status text not null check (status in ('queued', 'running', 'completed', 'partial', 'failed', 'skipped_limit',
    'skipped_inactive', 'skipped_empty', 'skipped_missed', 'blocked_unverified', 'suppressed_all', 'no_recipients',
    'cancelled')),
  attempt smallint not null default 0,
  claim_token uuid,
  lease_until timestamptz(3),
  host text,
  available_at timestamptz(3), -- null = ready
  fair_key bigint not null default 0,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  error_code text,
  error text,
  check ((status = 'running') = (claim_token is not null and lease_until is not null)),
  check ((status in ('queued', 'running')) = (finished_at is null))
);
create unique index schedule_runs_due_instant on schedule_runs (schedule_id, scheduled_for) where trigger = 'schedule';
create index schedule_runs_other on schedule_runs (schedule_id, scheduled_for) where trigger <> 'schedule';
-- The claim's own where and order-by.
create index schedule_runs_claim on schedule_runs (queue, fair_key, id) include (account_id, available_at)
  where status = 'queued';
create index schedule_runs_running on schedule_runs (account_id) include (lease_until) where status = 'running';
create index schedule_runs_failed on schedule_runs (finished_at) where status in ('failed', 'partial');

create table report_generations (
  id uuid primary key,
  account_id uuid not null,
  run_id uuid not null unique, -- of a retried run: the first one's
  status text not null check (status in ('reserved', 'completed', 'released')),
  created_at timestamptz(3) not null,
  model jsonb
);
create index report_generations_month on report_generations (account_id, created_at);

create table deliveries (
  run_id uuid not null references schedule_runs (id) on delete cascade,
  recipient text not null, -- normalised
  recipient_name text,
  status text not null check (status in ('pending', 'sending', 'sent', 'failed', 'suppressed', 'unknown')),
  attempt smallint not null default 0,
  next_attempt_at timestamptz(3),
  message_id text,
  subject text,
  response text,
  body_sha256 text,
  updated_at timestamptz(3) not null,
  primary key (run_id, recipient)
);
create index deliveries_open on deliveries (status, next_attempt_at) where status in ('pending', 'sending', 'unknown');

create table suppressions (
  account_id uuid not null references accounts (id) on delete cascade,
  email text not null, -- normalised
  reason text not null default 'unsubscribed',
  created_at timestamptz(3) not null,
  primary key (account_id, email)
);

-- Losing the cache loses no work, so it need not be logged.
create unlogged table cache_entries (
  key text primary key,
  value text not null,
  expires_at timestamptz(3) not null
);
create index cache_entries_expiry on cache_entries (expires_at);

create table rate_limits (
  credential text primary key, -- a digest, never the credential
  recent timestamptz[] not null default '{}', -- when the latest requests were granted, database clock
  day date,
  used_today integer not null default 0
);

create table market_months (
  area text not null,
  month date not null,
  property_types text not null,
  closed integer not null,
  median_sale_price numeric,
  median_days_on_market numeric,
  sale_to_list numeric,
  complete boolean not null,
  fetched_at timestamptz(3) not null,
  primary key (area, property_types, month)
);

create table inventory_snapshots (
  area text not null,
  day date not null,
  property_types text not null,
  active integer not null,
  pending integer not null,
  median_list_price numeric,
  taken_at timestamptz(3) not null,
  primary key (area, property_types, day)
);

create table notices (
  id uuid primary key,
  account_id uuid not null,
  schedule_id uuid,
  kind text not null check (kind in ('schedule_paused', 'limit_warning', 'limit_reached')),
  period text not null, -- what "once" means: the month, or the pause
  status text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'failed', 'unknown')),
  body text not null,
  created_at timestamptz(3) not null
);
create unique index notices_once on notices (account_id, kind, period, schedule_id) nulls not distinct;

-- One row a host; the row '*' stands for all of them and carries the hold.
create table hosts (
  host text primary key,
  last_tick_at timestamptz(3),
  hold boolean not null default false,
  hold_reason text,
  hold_since timestamptz(3)
);
