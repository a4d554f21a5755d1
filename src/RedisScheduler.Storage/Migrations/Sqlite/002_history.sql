-- What happened: one row a run, or an occurrence that did not run. Times are unix milliseconds.
-- The id of an occurrence is made of its schedule and due time, so the primary key is also the key (schedule, due time) of the ledger. Its order is that of the lists, newest
-- first, read backwards, and rows are added at its end.
CREATE TABLE executions (
  scope text NOT NULL,
  scheduled_at bigint NOT NULL,
  id text NOT NULL,
  schedule_id text NOT NULL,
  workflow_id text,
  producer text,
  trigger text NOT NULL,
  enqueued_at bigint,
  started_at bigint,
  finished_at bigint,
  status text NOT NULL,
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
);

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

-- Ids that name no due time, as clients of Hangfire make them: they are found by themselves.
CREATE INDEX executions_foreign ON executions (id) WHERE replace(id, '@', '') = id;

-- Only of runs whose one attempt is not told by the run's own row.
CREATE TABLE attempts (
  scheduled_at bigint NOT NULL,
  execution_id text NOT NULL,
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
) WITHOUT ROWID;

-- What the planner is to expect of a long history (sqlite.org/fileformat2.html, section 2.6.3): else it reads all of a scope in its order rather than sort the few rows of an index.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('executions', 'sqlite_autoindex_executions_1', '10000000 10000000 10 1'),
  ('executions', 'executions_schedule', '10000000 10000000 10000 1'),
  ('executions', 'executions_workflow', '10000000 10000000 40000 4'),
  ('executions', 'executions_status', '200000 200000 40000 2'),
  ('executions', 'executions_schedule_status', '200000 200000 200 100 1'),
  ('executions', 'executions_workflow_status', '200000 200000 800 400 4'),
  ('executions', 'executions_trigger', '10000 10000 5000 1'),
  ('executions', 'executions_schedule_trigger', '10000 10000 10 5 1');
ANALYZE sqlite_master;
