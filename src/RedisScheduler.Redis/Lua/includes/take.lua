-- @include read_job
-- @include adopt
-- @include cancel_job
-- Takes jobs out of queues under leases. Ids that are not to be run (gone, leased, ended, cancelled) are dropped, and others taken in their place.
local PRIORITIES = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' }
local TAKE_FIELDS = { 'State', 'Spec', 'Payload', 'Due', 'Trigger', 'Attempts', 'Failures', 'CreatedAt', 'RecurringJobId', 'Ended', 'Cancel', 'Guard' }
local DROPPED_AT_MOST = 1000

-- The ids that are next, first one first. They stay in the list until they are leased, so that no job is ever in neither place.
local function next_ids(list, count)
  local tail, ids = redis.call('LRANGE', list, -count, -1), {}
  for i = #tail, 1, -1 do
    ids[#ids + 1] = tail[i]
  end
  return ids
end

-- A job that may run now, as a table; nil when it may not. events: where what became of it is recorded.
local function takeable(id, now, events)
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
  return job
end

-- Leases jobs, and appends 10 values a job to answer: id, token, attempt, failures, schedule key, spec, payload, due, created, trigger.
local function lease(jobs, worker, queue, now, lease_until, answer)
  local token = draw_tokens(#jobs, now)
  local leases, owners = {}, {}
  for i, job in ipairs(jobs) do
    leases[2 * i - 1], leases[2 * i] = lease_until, job.id
    owners[2 * i - 1], owners[2 * i] = job.id, token_text(token + i) .. ' ' .. queue .. ' ' .. worker
    local n = #answer
    answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = job.id, token + i, (job.Attempts or 0) + 1, job.Failures or '0'
    answer[n + 5], answer[n + 6], answer[n + 7] = key_of(job.RecurringJobId), job.Spec, job.Payload or ''
    answer[n + 8], answer[n + 9], answer[n + 10] = job.Due, job.CreatedAt or now, job.Trigger
  end
  redis.call('ZADD', LEASES, unpack(leases))
  redis.call('HSET', OWNERS, unpack(owners))
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
    local jobs, seen = {}, {}
    for i, id in ipairs(ids) do
      local job = not known[i] and not seen[id] and takeable(id, now, events)
      seen[id] = true
      if job then
        job.id = id
        jobs[#jobs + 1] = job
      end
    end
    if #jobs > 0 then
      lease(jobs, worker, queue, now, lease_until, answer)
    end
    redis.call('LTRIM', list, 0, -#ids - 1)
    taken, dropped = taken + #jobs, dropped + #ids - #jobs
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
