-- @include run
-- What Hangfire's pages want of a job's hash. A job that is taken in the call that makes it gets it when there is something to look at: most end, and are forgotten, before.

-- Adds these fields behind the last of a list; returns the new last.
local function add_shown(fields, last, key, made)
  fields[last + 1], fields[last + 2] = 'CreatedAt', made
  fields[last + 3], fields[last + 4] = 'Type', 'RedisScheduler.ProducerJob, RedisScheduler.Core'
  fields[last + 5], fields[last + 6] = 'Method', 'Run'
  fields[last + 7], fields[last + 8] = 'ParameterTypes', '["System.String"]'
  fields[last + 9], fields[last + 10] = 'Arguments', '["\\"' .. key .. '\\""]'
  fields[last + 11], fields[last + 12] = 'Time', string.sub(made, 1, -4)
  fields[last + 13], fields[last + 14] = 'CurrentCulture', '""'
  return last + 14
end

-- Of a job that has no past: whoever changes it, or shows it, calls this before.
local function show_job(id)
  if redis.call('HEXISTS', job_key(id), 'Type') == 1 then
    return
  end
  local _, made, _, key = run_parts(redis.call('HGET', job_key(id), 'Run'))
  if made then
    local fields = {}
    redis.call('HSET', job_key(id), unpack(fields, 1, add_shown(fields, 0, key, made)))
  end
end
