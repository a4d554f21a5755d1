-- @include show_state
-- @include event
-- @include ends
-- @include tokens
-- Ends a job that nobody runs as cancelled, and returns its event. Where Hangfire's dashboard deleted it already, only what is ours is done.
-- job: Spec, Attempts, RecurringJobId, Guard, State, of the job's hash. reason: why, as a JSON string.
local function cancel_job(id, job, reason, now)
  local attempts = job.Attempts or '0'
  local by_dashboard = job.State == 'Deleted'
  if not by_dashboard then
    show_state(id, { 'DeletedAt', now, 'State', 'Deleted', 'Reason', string.sub(reason, 2, -2) },
      '{"DeletedAt":"' .. now .. '","State":"Deleted","Reason":' .. reason .. ',"CreatedAt":"' .. now .. '"}')
    end_job(id, 'Deleted', attempts, now, nil, false)
  else
    redis.call('HSET', job_key(id), 'Past', '1', 'Ended', now)
  end
  if job.Guard then
    redis.call('ZREM', active_key(string.sub(job.RecurringJobId, 2, -2)), id)
  end
  return event(id, 'cancelled', attempts, draw_token(now), job.Spec, ',"finishedMs":' .. now .. ',"reason":' .. reason)
end
