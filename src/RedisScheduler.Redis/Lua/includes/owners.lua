-- Who has a job under lease, and until when, as `owners` keeps it: token, mark, end of the lease (ms), queue, worker. The mark is P of a job that is shown as Processing, N of a new one, which
-- has no keys of its own yet (new_job.lua) and of which the lines that follow tell all, F of one that was fresh when it was taken: it has no history; else -.
local SHOWN, NEW, FRESH = 80, 78, 70

local function owner_text(token, mark, lease_until, queue, worker)
  return token .. ' ' .. mark .. ' ' .. lease_until .. ' ' .. queue .. ' ' .. worker
end

local function owned_by(owner, token)
  return owner and string.byte(owner, #token + 1) == 32 and string.sub(owner, 1, #token) == token
end

-- The mark (a byte) of an owner whose token this is.
local function mark_of(owner, token)
  return string.byte(owner, #token + 2)
end

-- The mark, the end of the lease, the queue, the worker.
local function owner_parts(owner)
  local mark, lease_until, queue, worker = string.match(owner or '', '^%d+ (.) (%d+) (%S+) ([^\n]*)')
  return mark, tonumber(lease_until), queue, worker
end
