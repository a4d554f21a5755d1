-- @include run
-- @include shown_job
-- @include overlap
-- @include queue_pushes
-- @include show_state
-- @include new_jobs
-- A job's hash: these fields first, because they are looked for when it is taken. Fresh says that it has no past, and whether that is all (all: it has no Who and no Payload).
local FIELDS = { 'State', '', 'Fresh', '', 'Spec', '', 'Run', '', 'RecurringJobId', '' }
local ALWAYS = #FIELDS

-- One table for all jobs of a call. What Hangfire's pages want beside it comes with show_job, at once or later.
local function write_job(job, state, now)
  local key, last = job.key, ALWAYS
  job.run = run_text(job.due, now, job.trigger, key)
  FIELDS[2], FIELDS[4], FIELDS[6], FIELDS[8], FIELDS[10] = state, 'all', job.spec, job.run, '"' .. key .. '"'
  if job.who and job.who ~= '' then
    FIELDS[4], FIELDS[last + 1], FIELDS[last + 2], last = 'more', 'Who', job.who, last + 2
  end
  if job.payload and job.payload ~= '' then
    FIELDS[4], FIELDS[last + 1], FIELDS[last + 2], last = 'more', 'Payload', job.payload, last + 2
  end
  if job.queue ~= 'default' then
    FIELDS[last + 1], FIELDS[last + 2], last = 'Queue', job.queue, last + 2
  end
  if job.priority ~= '5' then
    FIELDS[last + 1], FIELDS[last + 2], last = 'Priority', job.priority, last + 2
  end
  if not job.may_be_taken then
    last = add_shown(FIELDS, last, key, now)
  end
  redis.call('HSET', job_key(job.id), unpack(FIELDS, 1, last))
end

-- Makes the hash of a new job and of its state, as its overlap policy wants it, and collects it for its queue; its history comes later.
-- job: id, key, spec, who and payload ('' or nil for none), due (ms), trigger, queue, priority, overlap, guarded (whether runs of its schedule are counted),
-- reason (why it was queued, nil for none), may_be_taken (by the same call, which shows those that it did not take: new_jobs); run is added.
-- events: where what becomes of others is recorded. Returns run | wait | skip, and the run in the way.
local function make_job(job, now, events)
  local id, key, queue = job.id, job.key, job.queue
  local admitted, blocker = admit(id, key, job.overlap, now, events)
  if admitted == 'skip' then
    return admitted, blocker
  end

  if admitted == 'wait' then
    job.may_be_taken = false
    write_job(job, 'Awaiting', now)
    redis.call('HSET', state_key(id), 'ParentId', blocker, 'State', 'Awaiting', 'Reason', 'The run before it is active')
    redis.call('ZADD', buffered_key(key), job.due, id)
    return admitted, blocker
  end
  if job.guarded then
    redis.call('ZADD', active_key(key), job.due, id)
  end
  write_job(job, 'Enqueued', now)
  if job.may_be_taken then
    new_jobs[id] = { job.spec, job.who, job.payload, job.run, queue, job.reason }
  else
    show_waiting(id, queue, now, job.reason)
  end
  push_later(queue, job.priority, id)
  return admitted, nil
end
