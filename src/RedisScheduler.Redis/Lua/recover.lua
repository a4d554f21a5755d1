-- Puts jobs whose lease ran out back at the head of their queues; one that was lost too often ends as lost. Its former owner can no longer finish it.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] how often a job may be lost, ARGV[4] cursor ('0' at first), ARGV[5] about how many leases to look at
-- returns the next cursor ('0': that was the last page), how many were requeued, how many given up, the end of the earliest lease of this page that holds (ms, '' none)
-- @include keys
-- @include read_job
-- @include owners
-- @include write_out
-- @include cancel_job
-- @include queue_pushes
local now, hour, allowed = ARGV[1], ARGV[2], tonumber(ARGV[3])
local page = redis.call('HSCAN', OWNERS, ARGV[4], 'COUNT', ARGV[5])
local ids, workers, earliest = {}, {}, nil
local requeued, given_up, events = 0, 0, {}

local function give_up(id, job, worker, attempts, stalls)
  local message = 'Its workers stopped answering ' .. stalls .. ' times; the last one was ' .. worker .. '.'
  show_state(id,
    { 'FailedAt', now, 'ExceptionType', 'RedisScheduler.WorkerLost', 'ExceptionMessage', message, 'ExceptionDetails', message, 'ServerId', worker,
      'State', 'Failed', 'Reason', 'Lost more often than is allowed.' },
    '{"FailedAt":"' .. now .. '","ExceptionType":"RedisScheduler.WorkerLost","ExceptionMessage":"' .. message .. '","ExceptionDetails":"' .. message
      .. '","ServerId":"' .. worker .. '","State":"Failed","Reason":"Lost more often than is allowed.","CreatedAt":"' .. now .. '"}')
  end_job(id, 'Failed', attempts, now, string.sub(job.RecurringJobId or '""', 2, -2))
  redis.call('HSET', job_key(id), 'Stalls', stalls)
  return event(id, 'lost', attempts, draw_token(now), job, ',"finishedMs":' .. now .. ',"attemptStatus":"lost","worker":"' .. worker
    .. '","error":{"type":"RedisScheduler.WorkerLost","message":"' .. message .. '"}')
end

local function requeue(id, job, worker, attempts, stalls)
  change_job(id, 'State', 'Enqueued', 'Attempts', attempts, 'Stalls', stalls)
  show_enqueued(id, job.Queue, now, 'Its worker stopped answering')
  push_later(job.Queue, job.Priority, id)
  return event(id, 'queued', attempts, draw_token(now), job, ',"finishedMs":' .. now .. ',"attemptStatus":"lost","worker":"' .. worker .. '"')
end

for i = 1, #page[2], 2 do
  local mark, lease_until, _, worker = owner_parts(page[2][i + 1])
  if (lease_until or 0) <= tonumber(now) then
    if mark == 'N' then
      write_out(page[2][i], page[2][i + 1])
    end
    ids[#ids + 1], workers[#workers + 1] = page[2][i], worker or 'unknown'
  else
    earliest = math.min(earliest or lease_until, lease_until)
  end
end

for i, id in ipairs(ids) do
  local job, worker = read_job(id), workers[i]
  if job.State then
    local attempts = tonumber(job.Attempts or '0') + 1
    local stalls = tonumber(job.Stalls or '0') + 1
    if job.Fetched then
      hide_processing(id, job.Queue)
    end
    if job.State == 'Deleted' or job.Cancel then
      job.Attempts = attempts
      events[#events + 1] = cancel_job(id, job, job.Cancel or '"deleted on the Hangfire dashboard"', now)
    elseif stalls > allowed then
      given_up = given_up + 1
      events[#events + 1] = give_up(id, job, worker, attempts, stalls)
    else
      requeued = requeued + 1
      events[#events + 1] = requeue(id, job, worker, attempts, stalls)
    end
  end
end

push_all('RPUSH')
call_with('RPUSH', OUTBOX, events)
settle_ends(now, hour)
call_with('HDEL', OWNERS, ids)
return { page[1], requeued, given_up, earliest and string.format('%d', earliest) or '' }
