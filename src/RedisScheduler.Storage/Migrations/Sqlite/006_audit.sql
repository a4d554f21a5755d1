-- Who did what. Times are unix milliseconds. The scope of what concerns the installation as a whole is the empty text.
-- Each scope has a chain: every row has the hash of the one before it, and of itself.
CREATE TABLE audit (
  scope text NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  before_json text,
  after_json text,
  mark text,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (scope, seq)
);

CREATE INDEX audit_at ON audit (at, scope, seq);
CREATE INDEX audit_subject ON audit (scope, subject, at);

-- What is told twice is written once.
CREATE UNIQUE INDEX audit_marks ON audit (scope, mark) WHERE mark IS NOT NULL;

-- Where each chain begins, once retention has deleted its first rows, and where it ends.
CREATE TABLE audit_chains (
  scope text PRIMARY KEY,
  anchor_seq bigint NOT NULL,
  anchor_hash text NOT NULL,
  head_seq bigint NOT NULL,
  head_hash text NOT NULL
);
