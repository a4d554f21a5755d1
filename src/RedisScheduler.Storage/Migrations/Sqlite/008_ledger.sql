-- What the ledger is checked by. Times are unix milliseconds.
-- What has become of a schedule: occurrences fired, which outlives Redis; failures in a row against the number that pauses it.
ALTER TABLE schedule_states ADD COLUMN fired_count bigint NOT NULL DEFAULT 0;
ALTER TABLE schedules ADD COLUMN pause_on_failure bigint;

CREATE INDEX schedule_states_failing ON schedule_states (key) WHERE failures_in_a_row > 0;

-- How a schedule was due, from when on: one row for each change of its timing, its pauses, and whether it runs at all. Written with the change, in one transaction.
-- It outlives the schedule, whose deletion is its last row. timing: with the dates of its calendars. waiting_since: the due time that was not fired yet when the change came.
CREATE TABLE schedule_revisions (
  key text NOT NULL,
  revision bigint NOT NULL,
  at bigint NOT NULL,
  scope text NOT NULL,
  id text NOT NULL,
  timing text NOT NULL,
  anchor bigint NOT NULL,
  runs bigint NOT NULL,
  pause_at bigint,
  pause_until bigint,
  pause_reason text,
  pause_by text,
  first_due bigint,
  waiting_since bigint,
  deleted bigint NOT NULL,
  PRIMARY KEY (key, revision)
);

CREATE INDEX schedule_revisions_scope ON schedule_revisions (scope, id, revision);
CREATE INDEX schedule_revisions_at ON schedule_revisions (at);

-- The pauses of whole scopes, a row for each change; each lasts to its end, or to the next row.
CREATE TABLE scope_pauses (
  scope text NOT NULL,
  at bigint NOT NULL,
  pause_at bigint,
  pause_until bigint,
  pause_reason text,
  pause_by text
);

CREATE INDEX scope_pauses_scope ON scope_pauses (scope, at);
