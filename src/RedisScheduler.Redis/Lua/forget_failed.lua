-- Forgets failed jobs of ours that ended before a moment or are beyond the newest so many.
-- KEYS[1] prefix
-- ARGV[1] the moment (s), ARGV[2] how many newest to keep, ARGV[3] at most how many to forget
-- returns how many were forgotten
-- @include more_keys
-- @include call_with
local limit = tonumber(ARGV[3])
local beyond = redis.call('ZCARD', FAILED) - tonumber(ARGV[2])
local found = redis.call('ZRANGE', FAILED, 0, 2 * limit - 1, 'WITHSCORES')
local members, keys = {}, {}
for i = 1, #found, 2 do
  local id = found[i]
  local old = tonumber(found[i + 1]) < tonumber(ARGV[1]) or (i + 1) / 2 <= beyond
  if old and #members < limit and redis.call('HEXISTS', job_key(id), 'Ended') == 1 then
    members[#members + 1] = id
    keys[#keys + 1] = job_key(id)
    keys[#keys + 1] = state_key(id)
    keys[#keys + 1] = history_key(id)
  end
end
if #keys > 0 then
  call_with('ZREM', FAILED, members)
  redis.call('UNLINK', unpack(keys))
end
return { #members }
