-- Some fields of a job as a table; State is nil when the job is gone.
local JOB_FIELDS = { 'State', 'Spec', 'Who', 'Queue', 'Priority', 'RecurringJobId', 'Fetched', 'Attempts', 'Failures', 'Stalls', 'Cancel', 'Ended' }

local function read_job(id)
  local values = redis.call('HMGET', job_key(id), unpack(JOB_FIELDS))
  local job = {}
  for i, name in ipairs(JOB_FIELDS) do
    job[name] = values[i] or nil
  end
  job.Queue = job.Queue or 'default'
  return job
end
