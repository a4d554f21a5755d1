-- Makes jobs that are no occurrences, queues them, and records them in the outbox. A job whose id exists is left as it is; one whose overlap policy forbids it is only recorded.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of jobs, then 10 a job: id, schedule key, due (ms), trigger, spec, payload ('' none), queue, priority,
--   overlap (allow | skip | bufferOne | bufferAll | cancelOther), event (JSON)
-- returns 2 a job: exists | run | wait | skip, and the run in the way ('' none)
-- @include keys
-- @include make_job
local now, hour, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
local keys, answer, events, counted, made = {}, {}, {}, {}, {}

-- Whether the schedule forbids overlaps of any kind, so that its runs have to be counted.
local function counts_runs(key)
  if counted[key] == nil then
    local known = redis.call('HMGET', recurring_key(key), 'Rev', 'Overlap')
    counted[key] = known[1] and known[2] ~= 'allow' or false
  end
  return counted[key]
end

for i = 1, count do
  keys[i] = job_key(ARGV[10 * i - 6])
end
-- Hardly ever is one of them there: one question for all, and only then one each.
local some_exist = count > 0 and redis.call('EXISTS', unpack(keys)) > 0

for i = 1, count do
  local id, key, due, trigger, spec, payload, queue, priority, overlap, json = unpack(ARGV, 10 * i - 6, 10 * i + 3)
  answer[2 * i - 1], answer[2 * i] = 'exists', ''
  if not made[id] and not (some_exist and redis.call('EXISTS', keys[i]) == 1) then
    made[id] = true
    local job = { id = id, key = key, spec = spec, payload = payload, due = due, trigger = trigger, queue = queue, priority = priority, overlap = overlap, event = json }
    -- What a subscription gets of an event is no run of the schedule itself, and is in nobody's way.
    job.guarded = trigger ~= 'event' and (overlap ~= 'allow' or counts_runs(key))
    local admitted, blocker = make_job(job, now, events)
    answer[2 * i - 1], answer[2 * i] = admitted, blocker or ''
  end
end

call_with('RPUSH', OUTBOX, events)
push_all('LPUSH')
settle_ends(now, hour)
return answer
