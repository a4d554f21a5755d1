-- Who has a job under lease, and until when, as `owners` keeps it: token, whether the job is shown as Processing (P, else -), end of the lease (ms), queue, worker.
local function owner_text(token, shown, lease_until, queue, worker)
  return token .. (shown and ' P ' or ' - ') .. lease_until .. ' ' .. queue .. ' ' .. worker
end

local function owned_by(owner, token)
  return owner and string.byte(owner, #token + 1) == 32 and string.sub(owner, 1, #token) == token
end

-- Of an owner whose token this is.
local function is_shown(owner, token)
  return string.byte(owner, #token + 2) == 80
end

-- Whether it is shown, the end of the lease, the queue, the worker.
local function owner_parts(owner)
  local shown, lease_until, queue, worker = string.match(owner or '', '^%d+ (.) (%d+) (%S+) (.*)$')
  return shown == 'P', tonumber(lease_until), queue, worker
end
