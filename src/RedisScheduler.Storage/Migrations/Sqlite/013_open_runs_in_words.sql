-- SQLite compiles a list of three into a table of its own, which it fills anew for every row that is written; comparisons cost next to nothing.
DROP INDEX executions_open;
CREATE INDEX executions_open ON executions (scope, status, scheduled_at) WHERE status = 'queued' OR status = 'running' OR status = 'retrying';

DELETE FROM sqlite_stat1 WHERE idx = 'executions_open';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('executions', 'executions_open', '200000 200000 40000 2');
ANALYZE sqlite_master;
