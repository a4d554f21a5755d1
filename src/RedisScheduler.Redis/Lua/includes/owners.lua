-- Who has a job under lease, as `owners` keeps it: token, whether the job is shown as Processing (P, else -), queue, worker.
local function owner_text(token, shown, queue, worker)
  return token .. (shown and ' P ' or ' - ') .. queue .. ' ' .. worker
end

local function owned_by(owner, token)
  return owner and string.sub(owner, 1, #token + 1) == token .. ' '
end

-- Whether it is shown, the queue, the worker.
local function owner_parts(owner)
  local shown, queue, worker = string.match(owner or '', '^%d+ (.) (%S+) (.*)$')
  return shown == 'P', queue, worker
end
