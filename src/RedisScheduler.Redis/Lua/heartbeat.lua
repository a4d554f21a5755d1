-- Says that a worker is alive, and takes those off the list that have not for long.
-- KEYS[1] prefix
-- ARGV[1] id, ARGV[2] host, ARGV[3] started (ms), ARGV[4] now (ms), ARGV[5] slots, ARGV[6] slots in use, ARGV[7] silent since (ms), then its queues
-- returns how many were taken off
-- @include more_keys
local id, host, started, now, slots, running, silent_since = unpack(ARGV, 1, 7)
redis.call('HSET', server_key(id), 'WorkerCount', slots, 'StartedAt', started, 'Heartbeat', now, 'Running', running, 'Host', host)
redis.call('DEL', server_queues_key(id))
if #ARGV > 7 then
  redis.call('RPUSH', server_queues_key(id), unpack(ARGV, 8))
end
redis.call('SADD', SERVERS, id)

local removed = 0
for _, other in ipairs(redis.call('SMEMBERS', SERVERS)) do
  local heartbeat = tonumber(redis.call('HGET', server_key(other), 'Heartbeat') or nil)
  if heartbeat and heartbeat < tonumber(silent_since) then
    redis.call('UNLINK', server_key(other), server_queues_key(other))
    redis.call('SREM', SERVERS, other)
    removed = removed + 1
  end
end
return { removed }
