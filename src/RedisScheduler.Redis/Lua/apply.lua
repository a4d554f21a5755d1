-- Registers or changes schedules. An entry older than what is registered changes nothing. A schedule that is due and keeps its timing keeps its due time.
-- KEYS[1] prefix
-- ARGV[1] number of entries, ARGV[2] until when schedulers may have read ahead (fire score): fire times before it are told to them, later ones where they are the earliest;
--   then 19 an entry: key, revision, timing (JSON of what cron text and time zone do not tell; '' nothing), anchor (ms, '' when it was created), misfire (JSON, '' none), who ('' none), spec (JSON),
--   payload ('' none),
--   Job payload (JSON), cron text, time zone, queue, created (ms), next due (ms, '' none), next fire score, reset (1: the due time is computed anew; ''),
--   overlap ('' skip), note ('' none), runs so far (taken where fewer are known)
-- returns a word an entry: applied | stale
-- @include more_keys
-- @include call_with
-- @include fire_scores
local WIDTH = 19
local count = tonumber(ARGV[1])
local results, hashes, scores, earliest = {}, {}, {}, nil
local head = redis.call('ZRANGE', RECURRING_JOBS, 0, 0, 'WITHSCORES')
-- The fields of an entry, in one table for all of them: those that each has, and behind them what else it has.
local FIELDS = { 'Rev', '', 'Spec', '', 'Job', '', 'Cron', '', 'TimeZoneId', '', 'Queue', '', 'CreatedAt', '', 'NextExecution', '', 'V', '2' }
local ALWAYS = #FIELDS
-- Of these a registered schedule keeps none.
local OPTIONAL = { 'Timing', 'Anchor', 'Misfire', 'Who', 'Payload', 'Error', 'Overlap' }

for i = 1, count do
  hashes[i] = recurring_key(ARGV[3 + (i - 1) * WIDTH])
end
-- Where many are registered at once they are new: one question for all, and only then one each.
local some_exist = count > 0 and redis.call('EXISTS', unpack(hashes)) > 0
local written, UNKNOWN = {}, {}
local last

local function add(name, value)
  if value ~= '' then
    FIELDS[last + 1], FIELDS[last + 2], last = name, value, last + 2
  end
end

for i = 1, count do
  local at = 3 + (i - 1) * WIDTH
  local key, revision, timing, anchor, misfire, who, spec, payload, job, cron, zone, queue, created, next_due, next_fire, reset, overlap, note, runs = unpack(ARGV, at, at + WIDTH - 1)
  local hash = hashes[i]
  local may_exist = some_exist or written[hash]
  local known = may_exist and redis.call('HMGET', hash, 'Rev', 'NextExecution', 'Runs', 'Cron', 'TimeZoneId', 'Timing') or UNKNOWN
  if known[1] and tonumber(known[1]) > tonumber(revision) then
    results[i] = 'stale'
  else
    local same = known[4] == cron and known[5] == zone and (known[6] or '') == timing
    local keep = same and next_fire ~= NEVER and reset == '' and tonumber(known[2])
    local score = keep and (written[hash] or redis.call('ZSCORE', RECURRING_JOBS, key))
    if keep then
      next_due, next_fire = known[2], has_fire_time(score) and score or fire_score(known[2])
    end
    if next_fire ~= score then
      scores[#scores + 1], scores[#scores + 2] = next_fire, key
      earliest = math.min(earliest or tonumber(next_fire), tonumber(next_fire))
    end
    last = ALWAYS
    FIELDS[2], FIELDS[4], FIELDS[6], FIELDS[8], FIELDS[10], FIELDS[12], FIELDS[14], FIELDS[16] = revision, spec, job, cron, zone, queue, created, next_due
    if tonumber(runs) > tonumber(known[3] or '0') then
      add('Runs', runs)
    end
    add('Timing', timing)
    add('Anchor', anchor)
    add('Misfire', misfire)
    add('Who', who)
    add('Payload', payload)
    add('Error', note)
    add('Overlap', overlap)
    if may_exist then
      redis.call('HDEL', hash, unpack(OPTIONAL))
    end
    redis.call('HSET', hash, unpack(FIELDS, 1, last))
    written[hash] = next_fire
    results[i] = 'applied'
  end
end

call_with('ZADD', RECURRING_JOBS, scores)
if has_fire_time(earliest) and (not head[2] or earliest < tonumber(head[2]) or earliest < tonumber(ARGV[2])) then
  redis.call('PUBLISH', DUE_CHANNEL, string.format('%.0f', earliest + FIRE_ORIGIN))
end
return results
