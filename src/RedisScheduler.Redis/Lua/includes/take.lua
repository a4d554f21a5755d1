-- @include active_runs
-- @include adopt
-- @include cancel_job
-- @include owners
-- Takes jobs out of queues under leases, and appends 4 values a job to answer: id; token, attempt, failures and its run (run.lua) in one text; spec; payload ('' none).
-- Ids that are not to be run (gone, leased, ended, cancelled) are dropped, and others taken in their place.
local PRIORITIES = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' }
local TAKE_FIELDS = { 'State', 'Spec', 'Payload', 'Run', 'Attempts', 'Failures', 'RecurringJobId', 'Ended', 'Cancel' }
local DROPPED_AT_MOST = 1000

-- The ids that are next, first one first. They stay in the list until they are leased, so that no job is ever in neither place.
local function next_ids(list, count)
  local tail, ids = redis.call('LRANGE', list, -count, -1), {}
  for i = #tail, 1, -1 do
    ids[#ids + 1] = tail[i]
  end
  return ids
end

-- A job with a past, or that others than we made: its spec, payload and values where it may run now, nil where it may not. events: where what became of it is recorded.
local function examine(id, now, events)
  local values = redis.call('HMGET', job_key(id), unpack(TAKE_FIELDS))
  local job = {}
  for i, name in ipairs(TAKE_FIELDS) do
    job[name] = values[i] or nil
  end
  if not job.State then
    return nil
  end
  if ENDED_STATES[job.State] then
    if job.State == 'Deleted' and not job.Ended and job.Spec then
      events[#events + 1] = cancel_job(id, job, '"deleted on the Hangfire dashboard"', now)
    end
    return nil
  end
  if job.Cancel and not job.Ended then
    events[#events + 1] = cancel_job(id, job, job.Cancel, now)
    return nil
  end
  if not job.Spec or job.Ended then
    local queued = adopt(id, job, now)
    if not queued then
      return nil
    end
    events[#events + 1] = queued
  end
  return job.Spec, job.Payload, (job.Attempts or 0) + 1 .. ' ' .. (job.Failures or '0') .. ' ' .. job.Run
end

-- Its spec, payload and values (attempt, failures, and the run as in run.lua); nil where it may not run now.
local function takeable(id, now, events)
  local state, spec, payload, run, past = unpack(redis.call('HMGET', job_key(id), 'State', 'Spec', 'Payload', 'Run', 'Past'))
  if state == 'Enqueued' and spec and not past then
    return spec, payload, '1 0 ' .. run
  end
  return examine(id, now, events)
end

local function take(worker, queues, want, now, lease_until, events, answer)
  local taken, dropped = 0, 0

  -- Returns whether the list may hold more.
  local function take_from(list, queue)
    local ids = next_ids(list, want - taken)
    if #ids == 0 then
      return false
    end
    local known = redis.call('HMGET', OWNERS, unpack(ids))
    local token, seen, leases, owners, count, out = draw_tokens(#ids, now), {}, {}, {}, 0, #answer
    for i, id in ipairs(ids) do
      local spec, payload, values
      if not known[i] and not seen[id] then
        spec, payload, values = takeable(id, now, events)
      end
      seen[id] = true
      if spec then
        local mine = token_text(token + i)
        local n = 2 * count
        leases[n + 1], leases[n + 2] = lease_until, id
        owners[n + 1], owners[n + 2] = id, owner_text(mine, false, queue, worker)
        answer[out + 1], answer[out + 2], answer[out + 3], answer[out + 4] = id, mine .. ' ' .. values, spec, payload or ''
        count, out = count + 1, out + 4
      end
    end
    call_with('ZADD', LEASES, leases)
    call_with('HSET', OWNERS, owners)
    redis.call('LTRIM', list, 0, -#ids - 1)
    taken, dropped = taken + count, dropped + #ids - count
    return true
  end

  for _, queue in ipairs(queues) do
    if taken < want and redis.call('SISMEMBER', PAUSED_QUEUES, queue) == 0 then
      for _, priority in ipairs(PRIORITIES) do
        while taken < want and dropped < DROPPED_AT_MOST and take_from(queue_key(queue, priority), queue) do end
      end
    end
  end
end
