-- @include more_keys
-- @include show_waiting
-- @include run_parts
-- Hangfire's view of a job's state: the hash of the current one, and the history of all.

local function enqueued_entry(at, queue, reason)
  return '{"EnqueuedAt":"' .. at .. '","Queue":"' .. queue .. '","State":"Enqueued","Reason":'
    .. (reason and '"' .. reason .. '"' or 'null') .. ',"CreatedAt":"' .. at .. '"}'
end

-- A history begins with the job's making. That is written only when something follows it: most jobs end, and are forgotten, before anybody looks.
local function add_history(id, ...)
  if redis.call('EXISTS', history_key(id)) == 0 then
    local job = redis.call('HMGET', job_key(id), 'Run', 'Queue')
    local _, made, trigger = run_parts(job[1])
    local fired = trigger == 'schedule' or trigger == 'catchUp'
    redis.call('RPUSH', history_key(id), enqueued_entry(made or '', job[2] or 'default', fired and 'Triggered by recurring job scheduler' or nil))
  end
  redis.call('RPUSH', history_key(id), ...)
end

-- Makes a state the current one of a job on Hangfire's pages. fields: names and values, State among them. ...: the same as JSON, after what else is new in the history.
local function show_state(id, fields, ...)
  redis.call('DEL', state_key(id))
  redis.call('HSET', state_key(id), unpack(fields))
  add_history(id, ...)
end

-- The state Enqueued of a job that was something else before. reason: nil, or a text that needs no escaping in JSON.
local function show_enqueued(id, queue, now, reason)
  local fields = { 'EnqueuedAt', now, 'Queue', queue, 'State', 'Enqueued' }
  if reason then
    fields[7], fields[8] = 'Reason', reason
  end
  show_state(id, fields, enqueued_entry(now, queue, reason))
end

-- Takes a job off the page of running ones.
local function hide_processing(id, queue)
  redis.call('HDEL', job_key(id), 'Fetched')
  redis.call('ZREM', PROCESSING, id)
  redis.call('LREM', dequeued_key(queue), 1, id)
end
