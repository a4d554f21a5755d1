-- What a job is a run of, in one field of its hash: due (ms), when it was made (ms; ISO where Hangfire made it), trigger, schedule key.
local function run_text(due, made, trigger, key)
  return due .. ' ' .. made .. ' ' .. trigger .. ' ' .. key
end
