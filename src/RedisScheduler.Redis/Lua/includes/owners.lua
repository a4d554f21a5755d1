-- Reads who has a job under lease (owner_text.lua).
local SHOWN, NEW, FRESH = 80, 78, 70

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
