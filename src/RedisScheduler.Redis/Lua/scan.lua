-- One page of the registered schedules of ours.
-- KEYS[1] prefix
-- ARGV[1] cursor ('0' at first), ARGV[2] about how many
-- returns the next cursor ('0': that was the last page), then 2 a schedule: key, revision
-- @include keys
local page = redis.call('ZSCAN', RECURRING_JOBS, ARGV[1], 'COUNT', ARGV[2])
local answer = { page[1] }
for i = 1, #page[2], 2 do
  local key = page[2][i]
  local revision = redis.call('HGET', recurring_key(key), 'Rev')
  if revision then
    answer[#answer + 1] = key
    answer[#answer + 1] = revision
  end
end
return answer
