-- Who gets which events, and the alerts that were raised. Times are unix milliseconds.
CREATE TABLE subscriptions (
  scope text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  schedule_id text,
  name_pattern text,
  topic text,
  target text NOT NULL,
  revision bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (scope, id)
);

-- alert_after: with the jitter of the schedule, so that what waits for its jitter is not overdue. failing_since: the end of the first failed run since the last that did not fail.
ALTER TABLE schedules ADD COLUMN alert_after bigint;
ALTER TABLE schedules ADD COLUMN alert_after_failures bigint;
ALTER TABLE schedule_states ADD COLUMN failing_since bigint;

CREATE INDEX schedules_alert_after ON schedules (key) WHERE alert_after IS NOT NULL;

-- One row for each due time that was overdue, and for each row of failures; the primary key is what makes it one, however many processes look. at: the due time, or the begin of
-- the failures. claimed_until: until when one process is at work to send it.
CREATE TABLE alerts (
  key text NOT NULL,
  kind text NOT NULL,
  at bigint NOT NULL,
  scope text NOT NULL,
  schedule_id text NOT NULL,
  raised_at bigint NOT NULL,
  detail text NOT NULL,
  claimed_until bigint NOT NULL,
  sent_at bigint,
  PRIMARY KEY (key, kind, at)
);

CREATE INDEX alerts_unsent ON alerts (raised_at) WHERE sent_at IS NULL;
CREATE INDEX alerts_raised ON alerts (raised_at);

-- What has changed since a revision, in the order of changes.
CREATE INDEX schedules_revision ON schedules (scope, revision);
CREATE INDEX schedule_revisions_revision ON schedule_revisions (scope, revision);
