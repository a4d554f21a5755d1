-- @include admit
-- @include queue_pushes
-- @include run
-- New jobs: made as their overlap policies want it, and put where they can run. All jobs of a call have the same reason.
local keeper

-- What writes them where they get keys of their own: made when it is asked for first, as in seldom.lua.
local function keeping()
  if not keeper then
    -- @include keep_job
    keeper = { queue = queue_job, queue_same = queue_same, hold = hold_job }
  end
  return keeper
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
    keeping().hold(job, now, blocker)
    return admitted, blocker
  end
  if job.guarded then
    redis.call('ZADD', active_key(key), job.due, id)
  end
  place(job, now)
  return admitted, nil
end
