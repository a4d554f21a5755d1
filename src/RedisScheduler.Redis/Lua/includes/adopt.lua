-- @include show_state
-- @include event
-- @include ends
-- @include key_of
-- @include run
-- A job that came from Hangfire's dashboard or a client of it: "trigger now" (no Spec yet), or "requeue" of one that had ended. It becomes a manual run.
-- job: as read_job, changed in place. again: the token of its being queued anew, before that of its lease. Returns the event of its queueing; nil where its schedule is unknown, and it has ended as Failed.
local function adopt(id, job, now, again)
  local token, guarded = '0', true
  if not job.Spec then
    local made = redis.call('HMGET', job_key(id), 'RecurringJobId', 'Arguments', 'CreatedAt')
    local key = key_of(made[1] or made[2])
    local known = redis.call('HMGET', recurring_key(key), 'Spec', 'Payload', 'Overlap', 'Who')
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
