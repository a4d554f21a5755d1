-- Puts off schedules that cannot be read, so that they do not stand in the way of the others. One that was changed meanwhile is left alone.
-- KEYS[1] prefix
-- ARGV[1] until (fire score), then 2 a schedule: key, fire score that was read
-- returns how many were put off
-- @include keys
local postponed = 0
for i = 2, #ARGV, 2 do
  local score = redis.call('ZSCORE', RECURRING_JOBS, ARGV[i])
  if score and tonumber(score) == tonumber(ARGV[i + 1]) then
    redis.call('ZADD', RECURRING_JOBS, ARGV[1], ARGV[i])
    postponed = postponed + 1
  end
end
return { postponed }
