-- @include admit
-- @include queue_pushes
-- @include run
-- @include show_waiting
-- @include write_job
-- New jobs: made as their overlap policies want it, and put where they can run.

-- Puts a new job into its queue, with its hash and that of its state; its history comes later.
local function queue_job(job, now)
  write_job(job, 'Enqueued', now)
  show_waiting(job.id, job.queue, now, job.reason)
  push_later(job.queue, job.priority, job.id)
end

-- Makes a new job as its overlap policy wants it.
-- job: as of write_job, and due (ms), trigger, overlap, guarded (whether runs of its schedule are counted), reason (why it is queued, nil for none); run is added.
-- events: where what becomes of others is recorded. place: puts it where it can run, if it may. Returns run | wait | skip, and the run in the way.
local function make_job(job, now, events, place)
  local id, key = job.id, job.key
  local admitted, blocker = admit(id, key, job.overlap, now, events)
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
