-- Reads the schedules that are due, earliest first, and the fire time after them. Forgets due times whose recurring job was deleted on a dashboard.
-- KEYS[1] prefix
-- ARGV[1] until (ms, inclusive), ARGV[2] how many to leave out, ARGV[3] at most how many
-- returns the fire time after the batch (ms, '' none), then 9 a schedule: key, fire time (ms), due time (ms), revision, runs (nil: 0), plan, who (nil: none), spec, payload (nil: none)
-- @include keys
-- @include call_with
local found = redis.call('ZRANGEBYSCORE', DUE, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
local answer, gone, n, found_alive = { '' }, {}, 1, 0
for i = 1, #found, 2 do
  local known = redis.call('HMGET', recurring_key(found[i]), 'Rev', 'NextExecution', 'Runs', 'Plan', 'Who', 'Spec', 'Payload')
  if known[1] and known[2] and known[2] ~= '' then
    answer[n + 1], answer[n + 2] = found[i], found[i + 1]
    answer[n + 3], answer[n + 4], answer[n + 5] = known[2], known[1], known[3]
    answer[n + 6], answer[n + 7], answer[n + 8], answer[n + 9] = known[4], known[5], known[6], known[7]
    n, found_alive = n + 9, found_alive + 1
  else
    gone[#gone + 1] = found[i]
  end
end
call_with('ZREM', DUE, gone)
local after = redis.call('ZRANGE', DUE, ARGV[2] + found_alive, ARGV[2] + found_alive, 'WITHSCORES')
answer[1] = after[2] or ''
return answer
