-- `status` and the metrics of each tick count paused schedules: without it that was a scan of all schedules.
create index schedules_paused on schedules (paused_by) where status = 'paused';
