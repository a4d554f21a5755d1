-- @include active_runs
-- @include adopt
-- @include cancel_job
-- @include owners
-- @include tokens
-- @include priorities
-- Takes jobs out of queues under leases. Appends their token, one for all, to answer, then 6 values a job: id, attempts over and failures ('' for none), its run (run.lua), who ('' none), spec,
-- payload ('' none).
-- Ids that are not to be run (gone, leased, ended, cancelled) are dropped, and others taken in their place. Returns how many were taken.
local TAKE_FIELDS = { 'State', 'Spec', 'Who', 'Payload', 'Run', 'Attempts', 'Failures', 'RecurringJobId', 'Ended', 'Cancel' }
local DROPPED_AT_MOST = 1000

-- The ids that are next, first one first. They stay in the list until they are leased, so that no job is ever in neither place.
local function next_ids(list, count)
  local tail, ids = redis.call('LRANGE', list, -count, -1), {}
  for i = #tail, 1, -1 do
    ids[#ids + 1] = tail[i]
  end
  return ids
end

-- A job with a past, or that others than we made: its spec, who, payload, run and past where it may run now, nil where it may not. token: that of its lease; events: where what became of it
-- is recorded.
local function examine(id, now, token, events)
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
    local queued = adopt(id, job, now, token_text(token - 1))
    if not queued then
      return nil
    end
    events[#events + 1] = queued
  end
  return job.Spec, job.Who, job.Payload, job.Run, (job.Attempts or '0') .. ' ' .. (job.Failures or '0')
end

-- Its spec, who, payload, run and past; nil where it may not run now.
local function takeable(id, now, token, events)
  local job = redis.call('HMGET', job_key(id), 'State', 'Fresh', 'Spec', 'Run')
  if job[1] == 'Enqueued' and job[2] == 'all' then
    return job[3], '', '', job[4], ''
  elseif job[1] == 'Enqueued' and job[2] then
    local more = redis.call('HMGET', job_key(id), 'Who', 'Payload')
    return job[3], more[1], more[2], job[4], ''
  end
  return examine(id, now, token, events)
end

local function take(worker, queues, want, now, lease_until, events, answer)
  local taken, dropped, token = 0, 0, nil

  -- Returns whether the list may hold more.
  local function take_from(list, queue)
    local ids = next_ids(list, want - taken)
    if #ids == 0 then
      return false
    end
    local known = redis.call('HMGET', OWNERS, unpack(ids))
    token = token or lease_token(now)
    answer[1] = token_text(token)
    local owner, seen, owners, count, out = owner_text(answer[1], '-', lease_until, queue, worker), {}, {}, 0, #answer
    for i, id in ipairs(ids) do
      local spec, who, payload, run, past
      if not known[i] and not seen[id] then
        spec, who, payload, run, past = takeable(id, now, token, events)
      end
      seen[id] = true
      if spec then
        owners[2 * count + 1], owners[2 * count + 2] = id, owner
        answer[out + 1], answer[out + 2], answer[out + 3] = id, past, run
        answer[out + 4], answer[out + 5], answer[out + 6] = who or '', spec, payload or ''
        count, out = count + 1, out + 6
      end
    end
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
  return taken
end
