-- What statistics are made of: the ended runs by hour of their due time, each counted in the transaction that wrote it. schedule_id is '' in the rows of a whole scope.
CREATE TABLE rollups (
  scope text COLLATE "C" NOT NULL,
  schedule_id text COLLATE "C" NOT NULL,
  hour bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  total bigint NOT NULL,
  durations bigint NOT NULL,
  duration_sum bigint NOT NULL,
  latenesses bigint NOT NULL,
  lateness_sum bigint NOT NULL,
  PRIMARY KEY (scope, schedule_id, hour, status)
) PARTITION BY RANGE (hour);

-- How many of them took how long, in spans of so many hours from at on: days (UTC) of a scope and of a schedule, and of a scope also single hours, so that a month is read from days
-- and the ends of a range from hours. DurationBucket.cs says what a bucket is.
CREATE TABLE rollup_durations (
  scope text COLLATE "C" NOT NULL,
  schedule_id text COLLATE "C" NOT NULL,
  hours bigint NOT NULL,
  at bigint NOT NULL,
  bucket bigint NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (scope, schedule_id, hours, at, bucket)
) PARTITION BY RANGE (at);

SELECT add_history_partition('rollups', 'before', NULL, at), add_history_partition('rollup_durations', 'before', NULL, at) FROM history_floor;
