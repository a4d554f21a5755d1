-- Counts the entries that wait.
-- KEYS[1] prefix
-- returns how many
-- @include keys
return { redis.call('LLEN', OUTBOX) }
