-- Markets whose 24 months are not all known yet. A report asks for them once; ticks read them in bounded steps, the
-- oldest request first.
create table market_backfills (
  area text not null, -- with property_types: as in market_months
  property_types text not null,
  feed_id text not null,
  cities text[] not null,
  postal_codes text[] not null,
  timezone text not null,
  requested_at timestamptz(3) not null,
  due_at timestamptz(3) not null, -- the next step
  primary key (area, property_types)
);
-- Every tick asks whether any is due.
create index market_backfills_due on market_backfills (feed_id, due_at);
