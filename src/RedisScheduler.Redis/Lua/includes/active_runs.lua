-- @include just_leased
-- @include owners
-- The overlap guard: per schedule, the runs that wait in a queue or run, oldest due time first. Only of schedules, and of runs, that do not allow overlaps.
local ENDED_STATES = { Succeeded = true, Failed = true, Deleted = true }

local function has_ended(id)
  local state = redis.call('HGET', job_key(id), 'State')
  if state then
    return ENDED_STATES[state]
  end
  -- A new job under lease has no hash (new_job.lua).
  return not just_leased[id] and owner_parts(redis.call('HGET', OWNERS, id)) ~= 'N'
end

-- The oldest active run of a schedule; nil when there is none. Runs that are gone or ended are no longer in the way, and are forgotten.
local function active_run(key)
  while true do
    local id = redis.call('ZRANGE', active_key(key), 0, 0)[1]
    if not id then
      return nil
    end
    if not has_ended(id) then
      return id
    end
    redis.call('ZREM', active_key(key), id)
  end
end
