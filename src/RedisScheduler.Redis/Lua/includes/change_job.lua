-- Sets fields of a job that from now on has a past: who takes it looks at all of it.
local function change_job(id, ...)
  redis.call('HDEL', job_key(id), 'Fresh')
  redis.call('HSET', job_key(id), ...)
end
