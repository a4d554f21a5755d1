-- @include run
-- @include overlap
-- @include queue_pushes
-- Makes the two keys of a new job, as its overlap policy wants it, and collects it for its queue; its history comes later.
-- job: id, key, spec, who and payload ('' or nil for none), due (ms), trigger, queue, priority, overlap, guarded (whether runs of its schedule are counted),
-- reason (why it was queued, nil for none). events: where what becomes of others is recorded. Returns run | wait | skip, and the run in the way.
local function make_job(job, now, events)
  local id, key, queue = job.id, job.key, job.queue
  local admitted, blocker = admit(id, key, job.overlap, now, events)
  if admitted == 'skip' then
    return admitted, blocker
  end

  local fields = {
    'Type', 'RedisScheduler.ProducerJob, RedisScheduler.Core', 'Method', 'Run', 'ParameterTypes', '["System.String"]',
    'Arguments', '["\\"' .. key .. '\\""]', 'CreatedAt', now, 'State', admitted == 'wait' and 'Awaiting' or 'Enqueued', 'RecurringJobId', '"' .. key .. '"',
    'Time', string.sub(now, 1, -4), 'CurrentCulture', '""', 'Spec', job.spec, 'Run', run_text(job.due, now, job.trigger, key),
  }
  local function add(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if queue ~= 'default' then add('Queue', queue) end
  if job.priority ~= '5' then add('Priority', job.priority) end
  if job.who and job.who ~= '' then add('Who', job.who) end
  if job.payload and job.payload ~= '' then add('Payload', job.payload) end
  if admitted == 'wait' then
    redis.call('HSET', job_key(id), unpack(fields))
    redis.call('HSET', state_key(id), 'ParentId', blocker, 'State', 'Awaiting', 'Reason', 'The run before it is active')
    redis.call('ZADD', buffered_key(key), job.due, id)
    return admitted, blocker
  end
  if job.guarded then
    redis.call('ZADD', active_key(key), job.due, id)
  end
  redis.call('HSET', job_key(id), unpack(fields))
  local state = { 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued' }
  if job.reason then
    state[7], state[8] = 'Reason', job.reason
  end
  redis.call('HSET', state_key(id), unpack(state))
  push_later(queue, job.priority, id)
  return admitted, nil
end
