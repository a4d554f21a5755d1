-- The state of a job that waits in its queue for the first time, or again and nobody saw why. reason: nil for none.
local function show_waiting(id, queue, now, reason)
  if reason then
    redis.call('HSET', state_key(id), 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued', 'Reason', reason)
  else
    redis.call('HSET', state_key(id), 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued')
  end
end
