-- Puts off schedules that cannot be read, so that they do not stand in the way of the others. One that was changed meanwhile is left alone.
-- KEYS[1] prefix
-- ARGV[1] until (ms), then 2 a schedule: key, fire time that was read (ms)
-- returns how many were put off
-- @include keys
local postponed = 0
for i = 2, #ARGV, 2 do
  local score = redis.call('ZSCORE', DUE, ARGV[i])
  if score and tonumber(score) == tonumber(ARGV[i + 1]) then
    redis.call('ZADD', DUE, ARGV[1], ARGV[i])
    postponed = postponed + 1
  end
end
return { postponed }
