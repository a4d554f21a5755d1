-- Reads the workers of ours that are alive.
-- KEYS[1] prefix
-- returns 7 a worker, then its queues: id, host, started (ms), heartbeat (ms), slots, slots in use, number of queues
-- @include more_keys
local answer = {}
for _, id in ipairs(redis.call('SMEMBERS', SERVERS)) do
  local known = redis.call('HMGET', server_key(id), 'Host', 'StartedAt', 'Heartbeat', 'WorkerCount', 'Running')
  if known[1] then
    local queues = redis.call('LRANGE', server_queues_key(id), 0, -1)
    answer[#answer + 1] = id
    for i = 1, 5 do
      answer[#answer + 1] = known[i]
    end
    answer[#answer + 1] = #queues
    for _, queue in ipairs(queues) do
      answer[#answer + 1] = queue
    end
  end
end
return answer
