-- A job's hash. The fields at the begin are looked for when it is taken; those of no use to us are what Hangfire's pages want. Fresh says of one that waits in its queue that it has no past, and
-- whether that is all (all: it has no Who and no Payload; more); no of another. One table for all jobs of a call, in which neighbours leave what they have in common.
local FIELDS = {
  'State', '', 'Fresh', '', 'Spec', '', 'Run', '', 'RecurringJobId', '', 'Arguments', '', 'CreatedAt', '', 'Time', '',
  'Type', 'RedisScheduler.ProducerJob, RedisScheduler.Core', 'Method', 'Run', 'ParameterTypes', '["System.String"]', 'CurrentCulture', '""',
}
local ALWAYS = #FIELDS
local written_key

-- job: id, key, spec, who and payload ('' or nil for none), run, queue, priority. made: when (ms).
local function write_job(job, state, made)
  local key, last = job.key, ALWAYS
  local fresh = 'all'
  FIELDS[2], FIELDS[6], FIELDS[8] = state, job.spec, job.run
  if key ~= written_key then
    FIELDS[10], FIELDS[12], written_key = '"' .. key .. '"', '["\\"' .. key .. '\\""]', key
  end
  if made ~= FIELDS[14] then
    FIELDS[14], FIELDS[16] = made, string.sub(made, 1, -4)
  end
  if job.who and job.who ~= '' then
    fresh, FIELDS[last + 1], FIELDS[last + 2], last = 'more', 'Who', job.who, last + 2
  end
  if job.payload and job.payload ~= '' then
    fresh, FIELDS[last + 1], FIELDS[last + 2], last = 'more', 'Payload', job.payload, last + 2
  end
  if job.queue ~= 'default' then
    FIELDS[last + 1], FIELDS[last + 2], last = 'Queue', job.queue, last + 2
  end
  if job.priority ~= '5' then
    FIELDS[last + 1], FIELDS[last + 2], last = 'Priority', job.priority, last + 2
  end
  FIELDS[4] = state == 'Enqueued' and fresh or 'no'
  redis.call('HSET', job_key(job.id), unpack(FIELDS, 1, last))
end
