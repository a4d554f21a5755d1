-- PostgreSQL rewrites a row in its place, without a word to the indexes, where no column changes that an index knows, and its page has room. So that the end of a run that succeeds is such a
-- change, no index knows of status and finished_at any more, and pages are left as empty as the ends of their rows need it.
-- ended_as: the status of a run that has ended in another way than succeeded. ended_late: when a run ended that ended more than a day after it was due.
ALTER TABLE executions ADD COLUMN ended_as text COLLATE "C";
ALTER TABLE executions ADD COLUMN ended_late bigint;

UPDATE executions SET ended_as = status WHERE status <> 'succeeded' AND status NOT IN ('queued', 'running', 'retrying');
UPDATE executions SET ended_late = finished_at WHERE finished_at - scheduled_at > 86400000;

-- How many runs have not ended, by the second of their due time, which begins at at: they are looked for in the seconds that are here.
CREATE TABLE executions_open (
  scope text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (scope, status, at)
) WITH (fillfactor = 50);

INSERT INTO executions_open (scope, status, at, total)
SELECT scope, status, scheduled_at / 1000 * 1000, count(*) FROM executions WHERE status <> 'succeeded' AND status IN ('queued', 'running', 'retrying') GROUP BY 1, 2, 3;

DROP INDEX executions_status, executions_schedule_status, executions_workflow_status, executions_late;

CREATE INDEX executions_ended_as ON executions (scope, ended_as, scheduled_at) WHERE ended_as IS NOT NULL;
CREATE INDEX executions_schedule_ended_as ON executions (scope, schedule_id, ended_as, scheduled_at) WHERE ended_as IS NOT NULL;
CREATE INDEX executions_workflow_ended_as ON executions (scope, workflow_id, ended_as, scheduled_at) WHERE workflow_id IS NOT NULL AND ended_as IS NOT NULL;
CREATE INDEX executions_ended_late ON executions (ended_late) WHERE ended_late IS NOT NULL;

-- How full the pages of a table of history are made, in percent. A run that waits is a little smaller than one that has ended, and all of a page may end at once. Rollups are counted on in
-- most batches, all of a page at once.
CREATE FUNCTION history_fillfactor(parent text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE parent WHEN 'executions' THEN 40 WHEN 'attempts' THEN 100 ELSE 50 END
$$;

CREATE OR REPLACE FUNCTION add_history_partition(parent text, suffix text, from_ms bigint, to_ms bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) WITH (fillfactor = %s)', parent || '_' || suffix, parent, history_fillfactor(parent));
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', parent, parent || '_' || suffix, coalesce(from_ms::text, 'MINVALUE'), to_ms);
END $$;

DO $$
DECLARE
  part record;
BEGIN
  FOR part IN SELECT inhrelid::regclass AS name, inhparent::regclass::text AS parent FROM pg_inherits
    WHERE inhparent IN ('executions'::regclass, 'attempts'::regclass, 'rollups'::regclass, 'rollup_durations'::regclass)
  LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = %s)', part.name, history_fillfactor(part.parent));
  END LOOP;
END $$;
