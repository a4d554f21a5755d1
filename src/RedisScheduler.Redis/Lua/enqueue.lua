-- Makes jobs that are no occurrences, queues them, and records them in the outbox. A job whose id exists is left as it is.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] number of jobs, then 9 a job: id, schedule key, due (ms), trigger, spec, payload ('' none), queue, priority, event (JSON)
-- returns how many were made
-- @include keys
-- @include make_job
local now, events, guards = ARGV[1], {}, {}

-- Whether a schedule skips overlaps, so that its runs have to be counted.
local function guarded(key)
  if guards[key] == nil then
    local known = redis.call('HMGET', recurring_key(key), 'Rev', 'Overlap')
    guards[key] = known[1] and known[2] ~= 'allow' or false
  end
  return guards[key]
end

local keys = {}
for i = 1, tonumber(ARGV[2]) do
  keys[i] = job_key(ARGV[9 * i - 6])
end
-- Hardly ever is one of them there: one question for all, and only then one each.
local some_exist, made = redis.call('EXISTS', unpack(keys)) > 0, {}
for i = 1, #keys do
  local id, key, due, trigger, spec, payload, queue, priority, json = unpack(ARGV, 9 * i - 6, 9 * i + 2)
  if not made[id] and not (some_exist and redis.call('EXISTS', keys[i]) == 1) then
    made[id] = true
    make_job(id, key, spec, payload, due, trigger, queue, priority, now, guarded(key), nil)
    events[#events + 1] = json
  end
end

call_with('RPUSH', OUTBOX, events)
push_all('LPUSH')
return { #events }
