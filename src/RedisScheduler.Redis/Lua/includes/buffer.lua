-- @include read_job
-- @include show_state
-- @include queue_pushes
-- Runs that wait until the run before them has ended (overlap policies bufferOne, bufferAll, cancelOther): state Awaiting, in no queue, oldest due time first.
local released = {}

-- Queues the oldest one of a schedule that has no active run. It leaves the buffer only when it stands in its queue; see settle_buffers.
local function release_next(key, now)
  local waiting = redis.call('ZRANGE', buffered_key(key), 0, -1, 'WITHSCORES')
  for i = 1, #waiting, 2 do
    local id, job = waiting[i], read_job(waiting[i])
    released[#released + 1] = { buffered_key(key), id }
    if job.State == 'Awaiting' then
      redis.call('HSET', job_key(id), 'State', 'Enqueued')
      redis.call('ZADD', active_key(key), waiting[i + 1], id)
      show_enqueued(id, job.Queue, now, 'The run before it has ended')
      push_later(job.Queue, job.Priority, id)
      return id
    end
  end
end

local function settle_buffers()
  if #released > 0 then
    push_all('LPUSH')
    for _, entry in ipairs(released) do
      redis.call('ZREM', entry[1], entry[2])
    end
    released = {}
  end
end
