-- What is before this moment shares one partition; from it on every day of UTC has its own, made by the Recorder when it comes and dropped whole by the Janitor.
CREATE TABLE history_floor AS SELECT CAST(floor(extract(epoch FROM now()) / 86400) - 31 AS bigint) * 86400000 AS at;

-- Makes a table as a partition: without a lock that readers or writers would wait for.
CREATE FUNCTION add_history_partition(parent text, suffix text, from_ms bigint, to_ms bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)', parent || '_' || suffix, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', parent, parent || '_' || suffix, coalesce(from_ms::text, 'MINVALUE'), to_ms);
END $$;

-- What happened: one row a run, or an occurrence that did not run. Times are unix milliseconds.
-- The id of an occurrence is made of its schedule and due time, so the primary key is also the key (schedule, due time) of the ledger. Its order is that of the lists, newest
-- first, read backwards, and rows are added at its end.
CREATE TABLE executions (
  scope text COLLATE "C" NOT NULL,
  scheduled_at bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  schedule_id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C",
  producer text COLLATE "C",
  trigger text COLLATE "C" NOT NULL,
  enqueued_at bigint,
  started_at bigint,
  finished_at bigint,
  status text COLLATE "C" NOT NULL,
  status_rank bigint NOT NULL,
  reason text,
  attempts bigint NOT NULL,
  worker text,
  error_type text,
  error_message text,
  error_details text,
  outcome_rank bigint NOT NULL,
  output text,
  http_status bigint,
  payload text,
  occurrences bigint NOT NULL,
  scheduled_to bigint,
  PRIMARY KEY (scope, scheduled_at, id)
) PARTITION BY RANGE (scheduled_at);

-- Without the id, which is long: rows of the same due time are few, and are sorted when they are read.
CREATE INDEX executions_schedule ON executions (scope, schedule_id, scheduled_at);
CREATE INDEX executions_workflow ON executions (scope, workflow_id, scheduled_at) WHERE workflow_id IS NOT NULL;

-- Most rows succeed, and most are made by their schedules; indexes over the others find them at little cost.
CREATE INDEX executions_status ON executions (scope, status, scheduled_at) WHERE status <> 'succeeded';

-- Of one schedule or workflow: what went wrong or did not run. What has not ended is left out, so that a run that succeeds is never in them.
CREATE INDEX executions_schedule_status ON executions (scope, schedule_id, status, scheduled_at) WHERE status NOT IN ('succeeded', 'queued', 'running', 'retrying');
CREATE INDEX executions_workflow_status ON executions (scope, workflow_id, status, scheduled_at)
WHERE workflow_id IS NOT NULL AND status NOT IN ('succeeded', 'queued', 'running', 'retrying');

CREATE INDEX executions_trigger ON executions (scope, trigger, scheduled_at) WHERE trigger <> 'schedule';
CREATE INDEX executions_schedule_trigger ON executions (scope, schedule_id, trigger, scheduled_at) WHERE trigger <> 'schedule';

-- What ended more than a day after it was due, such as the runs of a backfill: whether a day may be dropped is asked of these.
CREATE INDEX executions_late ON executions (finished_at) WHERE finished_at - scheduled_at > 86400000;

-- Ids that name no due time, as clients of Hangfire make them: they are found by themselves.
CREATE INDEX executions_foreign ON executions (id) WHERE replace(id, '@', '') = id;

-- Only of runs whose one attempt is not told by the run's own row.
CREATE TABLE attempts (
  scheduled_at bigint NOT NULL,
  execution_id text COLLATE "C" NOT NULL,
  number bigint NOT NULL,
  weight bigint NOT NULL,
  status text NOT NULL,
  started_at bigint,
  finished_at bigint,
  worker text,
  error_type text,
  error_message text,
  error_details text,
  PRIMARY KEY (scheduled_at, execution_id, number)
) PARTITION BY RANGE (scheduled_at);

SELECT add_history_partition('executions', 'before', NULL, at), add_history_partition('attempts', 'before', NULL, at) FROM history_floor;
