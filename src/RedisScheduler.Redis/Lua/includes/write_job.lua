-- @include run
-- @include shown_job
-- A job's hash: these fields first, because they are looked for when it is taken. Fresh says that it has no past, and whether that is all (all: it has no Who and no Payload).
local FIELDS = { 'State', '', 'Fresh', '', 'Spec', '', 'Run', '', 'RecurringJobId', '' }
local ALWAYS = #FIELDS

-- One table for all jobs of a call. job: id, key, spec, who and payload ('' or nil for none), run, queue, priority. made: when (ms).
local function write_job(job, state, made)
  local key, last = job.key, ALWAYS
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
  last = add_shown(FIELDS, last, key, made)
  redis.call('HSET', job_key(job.id), unpack(FIELDS, 1, last))
end
