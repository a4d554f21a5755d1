-- @include active_runs
-- @include seldom
-- Whether a run may be made while others of its schedule are active. Returns run | wait | skip, and the run in the way.
local function admit(id, key, overlap, now, events)
  if overlap == 'allow' then
    return 'run'
  end
  if overlap == 'skip' then
    local blocker = active_run(key)
    return blocker and 'skip' or 'run', blocker
  end
  return seldom().admit(id, key, overlap, now, events)
end
