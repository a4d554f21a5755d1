-- Stops or lets workers take jobs from a queue; wakes them when it lets.
-- KEYS[1] prefix
-- ARGV[1] queue, ARGV[2] paused (1 | 0)
-- returns ok
-- @include keys
if ARGV[2] == '1' then
  redis.call('SADD', PAUSED_QUEUES, ARGV[1])
else
  redis.call('SREM', PAUSED_QUEUES, ARGV[1])
  redis.call('PUBLISH', FETCH_CHANNEL, ARGV[1])
end
return { 'ok' }
