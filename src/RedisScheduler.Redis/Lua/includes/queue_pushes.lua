-- @include call_with
-- Collects jobs for queues, so that a batch is one push a list and one wake-up a queue.
local pushes, woken, pushed = {}, {}, 0
-- Neighbours mostly go where the one before went.
local last_queue, last_priority, last_ids

local function push_later(queue, priority, id)
  if queue ~= last_queue or priority ~= last_priority then
    local list = queue_key(queue, priority)
    pushes[list] = pushes[list] or {}
    woken[queue] = true
    last_queue, last_priority, last_ids = queue, priority, pushes[list]
  end
  last_ids[#last_ids + 1] = id
  pushed = pushed + 1
end

local function wake_workers()
  for queue in pairs(woken) do
    redis.call('PUBLISH', FETCH_CHANNEL, queue)
  end
  woken, last_queue = {}, nil
end

-- command: LPUSH puts behind those that wait, RPUSH before them. quietly: whoever calls wakes the workers where need is.
local function push_all(command, quietly)
  for list, ids in pairs(pushes) do
    call_with(command, list, ids)
  end
  for queue in pairs(woken) do
    redis.call('SADD', QUEUES, queue)
  end
  pushes, last_queue = {}, nil
  if not quietly then
    wake_workers()
  end
end
