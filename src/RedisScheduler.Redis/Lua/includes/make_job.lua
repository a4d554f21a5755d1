-- @include active_runs
-- @include run
-- @include queue_pushes
-- Makes the two keys of a new job and collects it for its queue; its history comes later. payload: '' for none; reason: why it was queued, nil for none.
local function make_job(id, key, spec, payload, due, trigger, queue, priority, now, guarded, reason)
  local fields = {
    'Type', 'RedisScheduler.ProducerJob, RedisScheduler.Core', 'Method', 'Run', 'ParameterTypes', '["System.String"]',
    'Arguments', '["\\"' .. key .. '\\""]', 'CreatedAt', now, 'State', 'Enqueued', 'RecurringJobId', '"' .. key .. '"',
    'Time', string.sub(now, 1, -4), 'CurrentCulture', '""', 'Spec', spec, 'Run', run_text(due, now, trigger, key),
  }
  local function add(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if queue ~= 'default' then add('Queue', queue) end
  if priority ~= '5' then add('Priority', priority) end
  if payload ~= '' then add('Payload', payload) end
  if guarded then
    add('Guard', '1')
    redis.call('ZADD', active_key(key), due, id)
  end
  redis.call('HSET', job_key(id), unpack(fields))
  if reason then
    redis.call('HSET', state_key(id), 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued', 'Reason', reason)
  else
    redis.call('HSET', state_key(id), 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued')
  end
  push_later(queue, priority, id)
end
