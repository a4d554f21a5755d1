-- @include more_keys
-- @include show_state
-- @include event
-- @include ends
-- @include draw_token
-- @include write_out
-- Ends a job that nobody runs as cancelled, and returns its event. Where Hangfire's dashboard deleted it already, only what is ours is done.
-- job: Spec, Attempts, RecurringJobId, State, of the job's hash. reason: why, as a JSON string.
local function cancel_job(id, job, reason, now)
  local attempts = job.Attempts or '0'
  local key = string.sub(job.RecurringJobId or '""', 2, -2)
  local by_dashboard = job.State == 'Deleted'
  if not by_dashboard then
    show_state(id, { 'DeletedAt', now, 'State', 'Deleted', 'Reason', string.sub(reason, 2, -2) },
      '{"DeletedAt":"' .. now .. '","State":"Deleted","Reason":' .. reason .. ',"CreatedAt":"' .. now .. '"}')
    end_job(id, 'Deleted', attempts, now, key)
  else
    change_job(id, 'Ended', now)
    free_guard(key, id)
  end
  return event(id, 'cancelled', attempts, draw_token(now), job, ',"finishedMs":' .. now .. ',"reason":' .. reason)
end

-- The same, of a job that may wait for its retry or for the run before it.
local function cancel_waiting(id, job, reason, now)
  redis.call('ZREM', DELAYED, id)
  redis.call('ZREM', SCHEDULE, schedule_member(id, job.Queue))
  redis.call('ZREM', RETRIES, id)
  redis.call('ZREM', buffered_key(string.sub(job.RecurringJobId or '""', 2, -2)), id)
  return cancel_job(id, job, reason, now)
end

-- Asks the worker of a running job to stop it.
local function ask_to_cancel(id, reason)
  write_out_new(id)
  change_job(id, 'Cancel', reason)
  redis.call('PUBLISH', CANCEL_CHANNEL, id)
end
