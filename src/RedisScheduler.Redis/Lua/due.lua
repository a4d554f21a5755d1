-- Reads the schedules that are due, earliest first, and the fire time after them. Forgets fire times without a due time, and recurring jobs whose hash is gone.
-- KEYS[1] prefix
-- ARGV[1] until (fire score, inclusive), ARGV[2] how many to leave out, ARGV[3] at most how many
-- returns the fire score after the batch ('' none), and the schedules as a MessagePack array ('' none), 15 values each: key, fire score, due time (ms), revision,
--   runs ('' 0), cron text, time zone, timing (JSON of the rest, '' none), anchor (ms, '' when it was created), created (ms), misfire ('' the usual), overlap ('' skip), who ('' none), spec, payload ('' none)
-- @include keys
-- @include call_with
-- @include fire_scores
local FIELDS = { 'NextExecution', 'Rev', 'Runs', 'Cron', 'TimeZoneId', 'Timing', 'Anchor', 'CreatedAt', 'Misfire', 'Overlap', 'Who', 'Spec', 'Payload' }
local found = redis.call('ZRANGEBYSCORE', RECURRING_JOBS, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
local schedules, never, gone, n, found_alive = {}, {}, {}, 0, 0
for i = 1, #found, 2 do
  local known = redis.call('HMGET', recurring_key(found[i]), unpack(FIELDS))
  if known[1] and known[1] ~= '' and known[2] then
    schedules[n + 1], schedules[n + 2] = found[i], found[i + 1]
    for f = 1, #FIELDS do
      schedules[n + 2 + f] = known[f] or ''
    end
    n, found_alive = n + 2 + #FIELDS, found_alive + 1
  elseif redis.call('EXISTS', recurring_key(found[i])) == 1 then
    never[#never + 1], never[#never + 2] = NEVER, found[i]
  else
    gone[#gone + 1] = found[i]
  end
end
call_with('ZADD', RECURRING_JOBS, never)
call_with('ZREM', RECURRING_JOBS, gone)
local after = redis.call('ZRANGE', RECURRING_JOBS, ARGV[2] + found_alive, ARGV[2] + found_alive, 'WITHSCORES')
return { has_fire_time(after[2]) and after[2] or '', n > 0 and cmsgpack.pack(schedules) or '' }
