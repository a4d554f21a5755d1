-- Reads the schedules that are due, earliest first, and the fire time after them. Forgets due times whose recurring job was deleted on a dashboard.
-- KEYS[1] prefix
-- ARGV[1] until (ms, inclusive), ARGV[2] how many to leave out, ARGV[3] at most how many
-- returns the fire time after the batch (ms, '' none), and the schedules as a MessagePack array ('' none), 15 values each: key, fire time (ms), due time (ms), revision,
--   runs ('' 0), cron text, time zone, timing (JSON of the rest, '' none), anchor (ms, '' when it was created), created (ms), misfire ('' the usual), overlap ('' skip), who ('' none), spec, payload ('' none)
-- @include keys
-- @include call_with
local FIELDS = { 'NextExecution', 'Rev', 'Runs', 'Cron', 'TimeZoneId', 'Timing', 'Anchor', 'CreatedAt', 'Misfire', 'Overlap', 'Who', 'Spec', 'Payload' }
local found = redis.call('ZRANGEBYSCORE', DUE, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
local schedules, gone, n, found_alive = {}, {}, 0, 0
for i = 1, #found, 2 do
  local known = redis.call('HMGET', recurring_key(found[i]), unpack(FIELDS))
  if known[1] and known[1] ~= '' and known[2] then
    schedules[n + 1], schedules[n + 2] = found[i], found[i + 1]
    for f = 1, #FIELDS do
      schedules[n + 2 + f] = known[f] or ''
    end
    n, found_alive = n + 2 + #FIELDS, found_alive + 1
  else
    gone[#gone + 1] = found[i]
  end
end
call_with('ZREM', DUE, gone)
local after = redis.call('ZRANGE', DUE, ARGV[2] + found_alive, ARGV[2] + found_alive, 'WITHSCORES')
return { after[2] or '', n > 0 and cmsgpack.pack(schedules) or '' }
