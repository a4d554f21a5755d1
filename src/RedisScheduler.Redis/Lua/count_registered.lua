-- Counts the recurring jobs, those of other makers too.
-- KEYS[1] prefix
-- returns how many
-- @include keys
return { redis.call('ZCARD', RECURRING_JOBS) }
