-- @include active_runs
-- @include adopt
-- @include cancel_job
-- @include tokens
-- What take does with a job with a past, or that others than we made: its spec, who, payload, run and past where it may run now, nil where it may not.
-- token: that of its lease; events: where what became of it is recorded.
local TAKE_FIELDS = { 'State', 'Spec', 'Who', 'Payload', 'Run', 'Attempts', 'Failures', 'RecurringJobId', 'Ended', 'Cancel' }

local function examine(id, now, token, events)
  local values = redis.call('HMGET', job_key(id), unpack(TAKE_FIELDS))
  local job = {}
  for i, name in ipairs(TAKE_FIELDS) do
    job[name] = values[i] or nil
  end
  if not job.State then
    -- It was forgotten while it stood in a queue once more, and might have got a history by that.
    redis.call('UNLINK', state_key(id), history_key(id))
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
