-- @include call_with
-- Collects jobs for queues, so that a batch is one push a list and one wake-up a queue.
local pushes, woken, pushed = {}, {}, 0

local function push_later(queue, priority, id)
  local list = queue_key(queue, priority)
  local ids = pushes[list]
  if not ids then
    ids = {}
    pushes[list] = ids
  end
  ids[#ids + 1] = id
  woken[queue], pushed = true, pushed + 1
end

local function wake_workers()
  for queue in pairs(woken) do
    redis.call('PUBLISH', FETCH_CHANNEL, queue)
  end
  woken = {}
end

-- command: LPUSH puts behind those that wait, RPUSH before them. quietly: whoever calls wakes the workers where need is.
local function push_all(command, quietly)
  for list, ids in pairs(pushes) do
    call_with(command, list, ids)
  end
  for queue in pairs(woken) do
    redis.call('SADD', QUEUES, queue)
  end
  pushes = {}
  if not quietly then
    wake_workers()
  end
end
