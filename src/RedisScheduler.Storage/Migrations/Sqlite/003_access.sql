-- Who may call the API, and what was answered to requests that carry an Idempotency-Key. Times are unix milliseconds.
CREATE TABLE api_keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  hash text NOT NULL,
  role text NOT NULL,
  scope text,
  created_at bigint NOT NULL
);

CREATE TABLE idempotency_keys (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status bigint NOT NULL,
  body text,
  location text,
  claimed_at bigint NOT NULL,
  PRIMARY KEY (scope, key)
);

CREATE INDEX idempotency_keys_claimed ON idempotency_keys (claimed_at);
