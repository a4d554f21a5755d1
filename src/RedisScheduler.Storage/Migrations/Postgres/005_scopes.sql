-- The tenants. Times are unix milliseconds.
-- A pause of a scope is kept here alone: schedules have it by their scope. One that somebody ended has that moment as its pause_until.
CREATE TABLE scopes (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  pause_at bigint,
  pause_until bigint,
  pause_reason text,
  pause_by text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);

INSERT INTO scopes (id, name, created_at, updated_at) VALUES ('default', 'Default', CAST(extract(epoch FROM now()) AS bigint) * 1000, CAST(extract(epoch FROM now()) AS bigint) * 1000);
