-- @include owners
-- @include run_parts
-- @include write_job
-- Gives a new job under lease (new_job.lua) the hash that it has not had. Whoever changes it, or shows it, calls this before. owner: its entry; returns what that is from now on.
local function write_out(id, owner)
  local lease, priority, run, who, spec, payload = string.match(owner, '^([^\n]*)\n(%d) ([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$')
  local _, made, _, key = run_parts(run)
  local _, _, queue = owner_parts(lease)
  write_job({ id = id, key = key, spec = spec, who = who, payload = payload, run = run, queue = queue, priority = priority }, 'Enqueued', made)
  lease = string.gsub(lease, ' N ', ' - ', 1)
  redis.call('HSET', OWNERS, id, lease)
  return lease
end

-- The same where it is not known whether it is such a job. Returns whether it was.
local function write_out_new(id)
  local owner = redis.call('HGET', OWNERS, id)
  local is_new = owner and owner_parts(owner) == 'N'
  if is_new then
    write_out(id, owner)
  end
  return is_new
end
