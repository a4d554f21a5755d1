-- Dates on which the schedules that name a calendar are not due. Times are unix milliseconds.
-- dates: days or ranges of days (2026-12-24/2027-01-02), separated by blanks.
CREATE TABLE calendars (
  scope text NOT NULL,
  id text NOT NULL,
  name text,
  time_zone text,
  dates text NOT NULL,
  revision bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (scope, id)
);

-- calendars: the names, to find the schedules of a calendar by. calendar_dates: the dates that the next due time was computed with (JSON).
ALTER TABLE schedules ADD COLUMN calendars text NOT NULL DEFAULT '';
ALTER TABLE schedules ADD COLUMN calendar_dates text;

CREATE INDEX schedules_calendars ON schedules (scope, id) WHERE calendars <> '';
