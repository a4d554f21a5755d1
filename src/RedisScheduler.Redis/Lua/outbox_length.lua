-- Counts the events that wait.
-- KEYS[1] prefix
-- returns how many
-- @include keys
return { redis.call('LLEN', OUTBOX) }
