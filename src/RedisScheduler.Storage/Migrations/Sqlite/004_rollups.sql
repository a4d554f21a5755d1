-- What statistics are made of: the ended runs by hour of their due time, each counted in the transaction that wrote it. schedule_id is '' in the rows of a whole scope.
CREATE TABLE rollups (
  scope text NOT NULL,
  schedule_id text NOT NULL,
  hour bigint NOT NULL,
  status text NOT NULL,
  total bigint NOT NULL,
  durations bigint NOT NULL,
  duration_sum bigint NOT NULL,
  latenesses bigint NOT NULL,
  lateness_sum bigint NOT NULL,
  PRIMARY KEY (scope, schedule_id, hour, status)
) WITHOUT ROWID;

-- How many of them took how long: of a scope by the hour, of a schedule by the day (UTC), of which at is the begin. DurationBucket.cs says what a bucket is.
CREATE TABLE rollup_durations (
  scope text NOT NULL,
  schedule_id text NOT NULL,
  at bigint NOT NULL,
  bucket bigint NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (scope, schedule_id, at, bucket)
) WITHOUT ROWID;
