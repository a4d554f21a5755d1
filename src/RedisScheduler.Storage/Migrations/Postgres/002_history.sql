-- What happened: one row a run, or an occurrence that did not run. Times are unix milliseconds.
-- The id of an occurrence is made of its schedule and due time, so the primary key is also the key (schedule, due time) of the ledger.
CREATE TABLE executions (
  id text COLLATE "C" PRIMARY KEY,
  scope text COLLATE "C" NOT NULL,
  schedule_id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C",
  producer text COLLATE "C",
  trigger text COLLATE "C" NOT NULL,
  scheduled_at bigint NOT NULL,
  enqueued_at bigint,
  started_at bigint,
  finished_at bigint,
  duration_ms bigint GENERATED ALWAYS AS (finished_at - started_at) STORED,
  lateness_ms bigint GENERATED ALWAYS AS (started_at - scheduled_at) STORED,
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
  scheduled_to bigint
);

CREATE INDEX executions_scheduled ON executions (scope, scheduled_at, id);
CREATE INDEX executions_schedule ON executions (scope, schedule_id, scheduled_at, id);
CREATE INDEX executions_workflow ON executions (scope, workflow_id, scheduled_at, id) WHERE workflow_id IS NOT NULL;

-- Most rows succeed; an index over the others finds them at little cost.
CREATE INDEX executions_status ON executions (scope, status, scheduled_at, id) WHERE status <> 'succeeded';

-- For retention.
CREATE INDEX executions_ended ON executions (coalesce(finished_at, scheduled_at)) WHERE status NOT IN ('queued', 'running', 'retrying');

-- Only of runs whose one attempt is not told by the run's own row.
CREATE TABLE attempts (
  execution_id text COLLATE "C" NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
  number bigint NOT NULL,
  weight bigint NOT NULL,
  status text NOT NULL,
  started_at bigint,
  finished_at bigint,
  worker text,
  error_type text,
  error_message text,
  error_details text,
  PRIMARY KEY (execution_id, number)
);
