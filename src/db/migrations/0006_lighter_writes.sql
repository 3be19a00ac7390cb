-- Half of the server's work on a queue was keeping indexes: a run, its generation and its schedule are each written two
-- or three times within a second, and a new version of a row that does not fit into its page is entered into every index
-- again. With room left in the page it is entered into none (a heap-only tuple), as long as no indexed column changes.
alter table schedules set (fillfactor = 80);
alter table report_generations set (fillfactor = 50);
-- A generation is found by its run, whose id it has: a second index on the same value served nothing else.
alter table report_generations drop constraint report_generations_pkey;
alter table report_generations replica identity using index report_generations_run_id_key;
