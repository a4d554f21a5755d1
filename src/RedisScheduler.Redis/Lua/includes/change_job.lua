-- @include shown_job
-- Sets fields of a job that from now on has a past: who takes it looks at all of it.
local function change_job(id, ...)
  if redis.call('HDEL', job_key(id), 'Fresh') == 1 then
    show_job(id)
  end
  redis.call('HSET', job_key(id), ...)
end
