-- Remembers the number of shards, once.
-- KEYS[1] prefix
-- ARGV[1] the number
-- returns the number that is remembered
-- @include more_keys
local known = redis.call('GET', SHARDS)
if not known then
  redis.call('SET', SHARDS, ARGV[1])
  known = ARGV[1]
end
return { known }
