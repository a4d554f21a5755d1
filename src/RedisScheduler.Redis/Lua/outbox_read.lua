-- Reads the oldest entries.
-- KEYS[1] prefix
-- ARGV[1] how many to skip, ARGV[2] at most how many, ARGV[3] after how many bytes no further one
-- returns whether there are more (1 | 0), then the entries: one or more events, a line each
-- @include keys
local STEP = 50
local first, last, left = tonumber(ARGV[1]), ARGV[1] + ARGV[2] - 1, tonumber(ARGV[3])
local answer = { 0 }
while left > 0 and first <= last do
  local entries = redis.call('LRANGE', OUTBOX, first, math.min(first + STEP - 1, last))
  for _, entry in ipairs(entries) do
    if left > 0 then
      answer[#answer + 1] = entry
      left, first = left - #entry, first + 1
    end
  end
  if #entries < STEP then
    break
  end
end
answer[1] = redis.call('LLEN', OUTBOX) > first and 1 or 0
return answer
