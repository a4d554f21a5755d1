-- Of what a job is a run (run.lua): the due time, when it was made, the trigger, the key.
local function run_parts(run)
  return string.match(run or '', '^(%d+) (%S+) (%a+) (.*)$')
end
