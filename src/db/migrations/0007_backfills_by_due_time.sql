-- Every tick asks whether any step is due, whoever can read that market: a tick that need not know its own vendor
-- account's digest does not load Node's crypto, a tenth of what an idle one takes.
drop index market_backfills_due;
create index market_backfills_due on market_backfills (due_at, feed_id);
