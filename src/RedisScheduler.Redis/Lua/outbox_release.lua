-- Gives the right to read the outbox back, where the owner has it.
-- KEYS[1] prefix
-- ARGV[1] owner
-- returns a word: released | busy
-- @include more_keys
if redis.call('GET', OUTBOX_HOLDER) ~= ARGV[1] then
  return { 'busy' }
end
redis.call('DEL', OUTBOX_HOLDER)
return { 'released' }
