-- Takes the turn to compare Redis with the definitions: one process in so long a time.
-- KEYS[1] prefix
-- ARGV[1] for how long (ms)
-- returns a word: taken | busy
-- @include more_keys
if redis.call('SET', COMPARED, '1', 'NX', 'PX', ARGV[1]) then
  return { 'taken' }
end
return { 'busy' }
