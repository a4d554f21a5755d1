-- @include just_leased
-- @include seldom
-- Whether runs of a schedule may be made while others of it are active: what the overlap policies ask most. What finds these is made when it is asked for first, as in seldom.lua.
local find_active

local function run_in_the_way(key)
  if not find_active then
    -- @include active_runs
    find_active = active_run
  end
  return find_active(key)
end

-- Whether a run may be made while others of its schedule are active. Returns run | wait | skip, and the run in the way.
local function admit(id, key, overlap, now, events)
  if overlap == 'allow' then
    return 'run'
  end
  if overlap == 'skip' then
    local blocker = run_in_the_way(key)
    return blocker and 'skip' or 'run', blocker
  end
  return seldom().admit(id, key, overlap, now, events)
end
