-- Reads what is registered.
-- KEYS[1] prefix
-- ARGV keys of schedules
-- returns 4 a schedule: revision (nil: not registered), next due (ms, '' none), fire score (nil none), runs (nil: 0)
-- @include keys
-- @include fire_scores
local answer = {}
for i, key in ipairs(ARGV) do
  local known = redis.call('HMGET', recurring_key(key), 'Rev', 'NextExecution', 'Runs')
  answer[4 * i - 3] = known[1]
  answer[4 * i - 2] = known[2]
  local score = redis.call('ZSCORE', RECURRING_JOBS, key)
  answer[4 * i - 1] = has_fire_time(score) and score
  answer[4 * i] = known[3]
end
return answer
