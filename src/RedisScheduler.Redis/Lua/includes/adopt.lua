-- @include more_keys
-- @include show_state
-- @include event
-- @include fire_scores
-- @include ends
-- @include key_of
-- @include run
-- @include run_parts
-- A job that came from Hangfire's dashboard or a client of it: "trigger now" (no Spec yet), or "requeue" of one that had ended. It becomes a manual run.

-- That button has put a score of its own in place of the schedule's fire time. Where the schedule is paused it may have made up a next due time, too: that is none.
local function restore_fire_time(key, next_due, paused)
  if not paused and tonumber(next_due) and not has_fire_time(redis.call('ZSCORE', RECURRING_JOBS, key)) then
    redis.call('ZADD', RECURRING_JOBS, fire_score(next_due), key)
    redis.call('PUBLISH', DUE_CHANNEL, next_due)
  end
end

-- job: as read_job, changed in place. again: the token of its being queued anew, before that of its lease. Returns the event of its queueing; nil where its schedule is unknown, and it has ended as Failed.
local function adopt(id, job, now, again)
  local token, guarded = '0', true
  if not job.Spec then
    local made = redis.call('HMGET', job_key(id), 'RecurringJobId', 'Arguments', 'CreatedAt')
    local key = key_of(made[1] or made[2])
    local known = redis.call('HMGET', recurring_key(key), 'Spec', 'Payload', 'Overlap', 'Who', 'NextExecution', 'Error')
    if not known[1] then
      local message = key == '' and 'This job names no schedule.' or 'There is no schedule ' .. key .. '.'
      show_state(id,
        { 'FailedAt', now, 'ExceptionType', 'RedisScheduler.UnknownSchedule', 'ExceptionMessage', message, 'ExceptionDetails', message,
          'State', 'Failed', 'Reason', 'RedisScheduler cannot run it.' },
        '{"FailedAt":"' .. now .. '","ExceptionType":"RedisScheduler.UnknownSchedule","ExceptionMessage":"' .. message
          .. '","ExceptionDetails":"' .. message .. '","State":"Failed","Reason":"RedisScheduler cannot run it.","CreatedAt":"' .. now .. '"}')
      end_job(id, 'Failed', '0', now, key)
      return nil
    end
    restore_fire_time(key, known[5], known[6])
    job.Spec, job.Payload, job.Run, job.RecurringJobId = known[1], known[2] or nil, run_text(now, made[3] or now, 'manual', key), '"' .. key .. '"'
    guarded, job.Who = known[3] ~= 'allow', known[4] or nil
  else
    token = again
    redis.call('HDEL', job_key(id), 'Ended', 'Failures', 'Stalls', 'Cancel', 'RetryCount')
    job.Attempts = (job.Attempts or 0) + 1
    job.Failures = nil
  end

  local due, made, _, key = run_parts(job.Run)
  job.Run = run_text(due, made, 'manual', key)
  local fields = { 'Spec', job.Spec, 'Run', job.Run, 'Attempts', job.Attempts or '0', 'RecurringJobId', job.RecurringJobId }
  for _, name in ipairs({ 'Payload', 'Who' }) do
    if job[name] then
      fields[#fields + 1] = name
      fields[#fields + 1] = job[name]
    end
  end
  if guarded then
    redis.call('ZADD', active_key(key), due, id)
  end
  change_job(id, unpack(fields))
  return event(id, 'queued', job.Attempts or '0', token, job, ',"trigger":"manual","scheduledMs":' .. due .. ',"enqueuedMs":' .. now)
end
