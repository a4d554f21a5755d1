-- Reads the oldest events.
-- KEYS[1] prefix
-- ARGV[1] at most how many
-- returns the events (JSON)
-- @include keys
return redis.call('LRANGE', OUTBOX, 0, tonumber(ARGV[1]) - 1)
