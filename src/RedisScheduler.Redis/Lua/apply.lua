-- Registers or changes schedules. An entry older than what is registered changes nothing. A schedule that is due and keeps its timing keeps its due time.
-- KEYS[1] prefix
-- ARGV[1] number of entries, ARGV[2] until when schedulers may have read ahead (ms): due times before it are told to them, later ones where they are the earliest;
--   then 19 an entry: key, revision, timing (JSON of what cron text and time zone do not tell; '' nothing), anchor (ms, '' when it was created), misfire (JSON, '' none), who ('' none), spec (JSON),
--   payload ('' none),
--   Job payload (JSON), cron text, time zone, queue, created (ms), next due (ms, '' none), next fire (ms, '' none), reset (1: the due time is computed anew; ''),
--   overlap ('' skip), note ('' none), runs so far (taken where fewer are known)
-- returns a word an entry: applied | stale
-- @include keys
-- @include call_with
local WIDTH = 19
local results, members, due, gone, earliest = {}, {}, {}, {}, nil
local head = redis.call('ZRANGE', DUE, 0, 0, 'WITHSCORES')

for i = 1, tonumber(ARGV[1]) do
  local at = 3 + (i - 1) * WIDTH
  local key, revision, timing, anchor, misfire, who, spec, payload, job, cron, zone, queue, created, next_due, next_fire, reset, overlap, note, runs = unpack(ARGV, at, at + WIDTH - 1)
  local hash = recurring_key(key)
  local known = redis.call('HMGET', hash, 'Rev', 'NextExecution', 'Runs', 'Cron', 'TimeZoneId', 'Timing')
  if known[1] and tonumber(known[1]) > tonumber(revision) then
    results[i] = 'stale'
  else
    local same = known[4] == cron and known[5] == zone and (known[6] or '') == timing
    local keep = same and next_fire ~= '' and reset == '' and redis.call('ZSCORE', DUE, key)
    if keep then
      next_due = known[2]
    elseif next_fire == '' then
      gone[#gone + 1] = key
    else
      due[#due + 1] = next_fire
      due[#due + 1] = key
      earliest = math.min(earliest or tonumber(next_fire), tonumber(next_fire))
    end
    local fields = {
      'Rev', revision, 'Spec', spec, 'Job', job, 'Cron', cron, 'TimeZoneId', zone, 'Queue', queue, 'CreatedAt', created, 'NextExecution', next_due, 'V', '2',
    }
    if tonumber(runs) > tonumber(known[3] or '0') then
      fields[#fields + 1] = 'Runs'
      fields[#fields + 1] = runs
    end
    local optional = { Timing = timing, Anchor = anchor, Misfire = misfire, Who = who, Payload = payload, Error = note, Overlap = overlap }
    for name, value in pairs(optional) do
      if value ~= '' then
        fields[#fields + 1] = name
        fields[#fields + 1] = value
      end
    end
    redis.call('HDEL', hash, 'Timing', 'Anchor', 'Misfire', 'Who', 'Payload', 'Error', 'Overlap')
    redis.call('HSET', hash, unpack(fields))
    members[#members + 1] = '-1'
    members[#members + 1] = key
    results[i] = 'applied'
  end
end

call_with('ZADD', RECURRING_JOBS, members)
call_with('ZADD', DUE, due)
call_with('ZREM', DUE, gone)
if earliest and (not head[2] or earliest < tonumber(head[2]) or earliest < tonumber(ARGV[2])) then
  redis.call('PUBLISH', DUE_CHANNEL, string.format('%.0f', earliest))
end
return results
