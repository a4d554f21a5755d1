-- What is defined: workflows, schedules, and what has become of the schedules. Times are unix milliseconds.
-- Ids compare by bytes, whatever the collation of the database.
CREATE SEQUENCE revisions;

CREATE TABLE workflows (
  scope text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  description text,
  status text NOT NULL,
  pause_at bigint,
  pause_until bigint,
  pause_reason text,
  pause_by text,
  target text,
  payload text,
  time_zone text,
  tags text NOT NULL,
  search_text text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (scope, id)
);

-- key is the schedule's name in Redis: the id in the default scope, scope~id in the others.
CREATE TABLE schedules (
  key text COLLATE "C" PRIMARY KEY,
  scope text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C",
  producer text,
  owned_by_workflow bigint NOT NULL,
  name text NOT NULL,
  description text,
  spec text NOT NULL,
  enabled bigint NOT NULL,
  workflow_runnable bigint NOT NULL,
  pause_at bigint,
  pause_until bigint,
  pause_reason text,
  pause_by text,
  tags text NOT NULL,
  search_text text COLLATE "C" NOT NULL,
  anchor bigint NOT NULL,
  revision bigint NOT NULL,
  synced_revision bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);

CREATE INDEX schedules_workflow ON schedules (scope, workflow_id, id);

-- Written by the Recorder after every run, and apart from the definition so that these writes stay small.
-- due_from: occurrences due before it no longer move next_run_at (see StateChange.cs).
CREATE TABLE schedule_states (
  key text COLLATE "C" PRIMARY KEY REFERENCES schedules (key) ON DELETE CASCADE,
  next_run_at bigint,
  due_from bigint NOT NULL,
  last_run_at bigint,
  last_status text,
  run_count bigint NOT NULL DEFAULT 0,
  error_count bigint NOT NULL DEFAULT 0,
  failures_in_a_row bigint NOT NULL DEFAULT 0,
  last_error text,
  completed bigint NOT NULL DEFAULT 0,
  tzdb text
) WITH (fillfactor = 50);
