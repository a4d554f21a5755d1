-- ended_as: the status of a run that has ended in another way than succeeded. ended_late: when a run ended that ended more than a day after it was due; only PostgreSQL has an index of it.
ALTER TABLE executions ADD COLUMN ended_as text;
ALTER TABLE executions ADD COLUMN ended_late bigint;

UPDATE executions SET ended_as = status WHERE status <> 'succeeded' AND status NOT IN ('queued', 'running', 'retrying');
UPDATE executions SET ended_late = finished_at WHERE finished_at - scheduled_at > 86400000;

DROP INDEX executions_status;
DROP INDEX executions_schedule_status;
DROP INDEX executions_workflow_status;

CREATE INDEX executions_open ON executions (scope, status, scheduled_at) WHERE status IN ('queued', 'running', 'retrying');
CREATE INDEX executions_ended_as ON executions (scope, ended_as, scheduled_at) WHERE ended_as IS NOT NULL;
CREATE INDEX executions_schedule_ended_as ON executions (scope, schedule_id, ended_as, scheduled_at) WHERE ended_as IS NOT NULL;
CREATE INDEX executions_workflow_ended_as ON executions (scope, workflow_id, ended_as, scheduled_at) WHERE workflow_id IS NOT NULL AND ended_as IS NOT NULL;

DELETE FROM sqlite_stat1 WHERE idx IN ('executions_open', 'executions_ended_as', 'executions_schedule_ended_as', 'executions_workflow_ended_as');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('executions', 'executions_open', '200000 200000 40000 2'),
  ('executions', 'executions_ended_as', '200000 200000 40000 2'),
  ('executions', 'executions_schedule_ended_as', '200000 200000 200 100 1'),
  ('executions', 'executions_workflow_ended_as', '200000 200000 800 400 4');
ANALYZE sqlite_master;
