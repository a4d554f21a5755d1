-- Reads every queue that was ever used.
-- KEYS[1] prefix
-- returns 5 a queue: name, jobs waiting, jobs under lease, paused (1 | 0), when the next job was queued (ms or ISO, nil: none waits)
-- @include keys
-- @include owners
-- @include priorities
local running = {}
for _, owner in ipairs(redis.call('HVALS', OWNERS)) do
  local _, _, queue = owner_parts(owner)
  running[queue] = (running[queue] or 0) + 1
end

local answer = {}
for _, queue in ipairs(redis.call('SMEMBERS', QUEUES)) do
  local depth, next_id = 0, nil
  for _, priority in ipairs(PRIORITIES) do
    local list = queue_key(queue, priority)
    depth = depth + redis.call('LLEN', list)
    next_id = next_id or redis.call('LINDEX', list, -1)
  end
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3] = queue, depth, running[queue] or 0
  answer[n + 4] = redis.call('SISMEMBER', PAUSED_QUEUES, queue)
  answer[n + 5] = next_id and redis.call('HGET', state_key(next_id), 'EnqueuedAt') or ''
end
return answer
