-- Removes the oldest entries, if the owner still has the right to read.
-- KEYS[1] prefix
-- ARGV[1] owner, ARGV[2] how many
-- returns a word: trimmed | busy
-- @include more_keys
if redis.call('GET', OUTBOX_HOLDER) ~= ARGV[1] then
  return { 'busy' }
end
redis.call('LTRIM', OUTBOX, ARGV[2], -1)
return { 'trimmed' }
