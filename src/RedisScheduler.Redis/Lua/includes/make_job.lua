-- @include admit
-- @include queue_pushes
-- @include run
-- @include show_waiting
-- @include write_job
-- New jobs: made as their overlap policies want it, and put where they can run. All jobs of a call have the same reason.

-- The job that this call queued last, where it still is as it was written, and what makes copies of it (copy_job.lua): made when it is asked for first, as in seldom.lua.
local model, copy

local function copier()
  if not copy then
    -- @include copy_job
    copy = copy_job
  end
  return copy
end

-- Puts a new job into its queue, with its hash and that of its state; its history comes later.
local function queue_job(job, now)
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

-- Makes a new job as its overlap policy wants it.
-- job: as of write_job, and due (ms), trigger, overlap, guarded (whether runs of its schedule are counted), reason (why it is queued, nil for none); run is added.
-- events: where what becomes of others is recorded. place: puts it where it can run, if it may. Returns run | wait | skip, and the run in the way.
local function make_job(job, now, events, place)
  local id, key = job.id, job.key
  local admitted, blocker = admit(id, key, job.overlap, now, events)
  if job.overlap == 'cancelOther' then
    -- It may be what was cancelled.
    model = nil
  end
  if admitted == 'skip' then
    return admitted, blocker
  end

  job.run = run_text(job.due, now, job.trigger, key)
  if admitted == 'wait' then
    write_job(job, 'Awaiting', now)
    redis.call('HSET', state_key(id), 'ParentId', blocker, 'State', 'Awaiting', 'Reason', 'The run before it is active')
    redis.call('ZADD', buffered_key(key), job.due, id)
    return admitted, blocker
  end
  if job.guarded then
    redis.call('ZADD', active_key(key), job.due, id)
  end
  place(job, now)
  return admitted, nil
end
