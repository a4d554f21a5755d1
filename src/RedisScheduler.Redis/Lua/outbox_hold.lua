-- Takes or keeps the right to read the outbox: one owner at a time.
-- KEYS[1] prefix
-- ARGV[1] owner, ARGV[2] for how long (ms)
-- returns a word: held | busy
-- @include more_keys
local holder = redis.call('GET', OUTBOX_HOLDER)
if holder and holder ~= ARGV[1] then
  return { 'busy' }
end
redis.call('SET', OUTBOX_HOLDER, ARGV[1], 'PX', ARGV[2])
return { 'held' }
