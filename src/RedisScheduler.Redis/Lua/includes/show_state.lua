-- Makes a state the current one of a job on Hangfire's pages. fields: names and values, State among them. entry: the same as JSON.
local function show_state(id, fields, entry)
  redis.call('DEL', state_key(id))
  redis.call('HSET', state_key(id), unpack(fields))
  redis.call('RPUSH', history_key(id), entry)
end

-- The state Enqueued. reason: nil, or a text that needs no escaping in JSON.
local function show_enqueued(id, queue, now, reason)
  local fields = { 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued' }
  if reason then
    fields[7], fields[8] = 'Reason', reason
  end
  show_state(id, fields, '{"EnqueuedAt":"' .. now .. '","Queue":"' .. queue .. '","State":"Enqueued","Reason":'
    .. (reason and '"' .. reason .. '"' or 'null') .. ',"CreatedAt":"' .. now .. '"}')
end

-- Takes a job off the page of running ones.
local function hide_processing(id, queue)
  redis.call('HDEL', job_key(id), 'Fetched')
  redis.call('ZREM', PROCESSING, id)
  redis.call('LREM', dequeued_key(queue), 1, id)
end
