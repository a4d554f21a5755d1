-- Reads the oldest events.
-- KEYS[1] prefix
-- ARGV[1] how many to skip, ARGV[2] at most how many
-- returns the events (JSON)
-- @include keys
return redis.call('LRANGE', OUTBOX, ARGV[1], ARGV[1] + ARGV[2] - 1)
