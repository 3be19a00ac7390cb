-- Look-ups of history: by schedule (pause, generate, runs list), by retry, by a session's own queue. Without them each
-- was a scan of all runs: 0.3 to 0.9 s at 300,000.
create index schedule_runs_of_schedule on schedule_runs (schedule_id, id);
drop index schedule_runs_other;
create index schedule_runs_retries on schedule_runs (retry_of) where retry_of is not null;
create index schedule_runs_sessions on schedule_runs (queue, created_at) where queue <> 'default';
create index schedules_sessions on schedules (expires_at) where queue <> 'default';
