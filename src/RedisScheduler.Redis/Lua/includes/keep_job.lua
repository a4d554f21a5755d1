-- @include queue_pushes
-- @include show_waiting
-- @include write_job
-- Writes new jobs that get keys of their own.

-- The job that this call queued last, where it still is as it was written; and what makes copies of it, made when it is asked for first, as in seldom.lua.
local model, copy

local function copier()
  if not copy then
    -- @include copy_job
    copy = copy_job
  end
  return copy
end

-- Queues a job that differs from the one before in id and run alone. Returns whether it was queued, as copy_job.
local function queue_same(job)
  return (copy or copier())(job, model, true)
end

-- Puts a new job into its queue, with its hash and that of its state; its history comes later.
local function queue_job(job, now)
  if job.overlap == 'cancelOther' then
    -- It may be what was cancelled.
    model = nil
  end
  if model and copier()(job, model, false) then
    return
  end
  write_job(job, 'Enqueued', now)
  show_waiting(job.id, job.queue, now, job.reason)
  push_later(job.queue, job.priority, job.id)
  model = {
    job = job_key(job.id), state = state_key(job.id), run = job.run, queue = job.queue, priority = job.priority,
    has_who = (job.who or '') ~= '', has_payload = (job.payload or '') ~= '',
  }
end

-- Has a new job wait for another one of its schedule.
local function hold_job(job, now, blocker)
  -- Whatever made it wait may have changed the one before.
  model = nil
  write_job(job, 'Awaiting', now)
  redis.call('HSET', state_key(job.id), 'ParentId', blocker, 'State', 'Awaiting', 'Reason', 'The run before it is active')
  redis.call('ZADD', buffered_key(job.key), job.due, job.id)
end
