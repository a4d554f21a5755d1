-- Makes jobs that are no occurrences, queues them, and records them in the outbox. A job whose id exists is left as it is; one whose overlap policy forbids it is only recorded.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of jobs, ARGV[4] their events (a line each),
--   then 11 a job: id, schedule key, revision of the schedule that must be registered ('' any), due (ms), trigger, who ('' none), spec, payload ('' none), queue, priority,
--   overlap (allow | skip | bufferOne | bufferAll | cancelOther)
-- returns run where that became of each, else 2 a job: exists | changed | run | wait | skip, and the run in the way ('' none)
-- @include keys
-- @include make_job
-- @include record_made
local now, hour, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
local WIDTH = 11
local keys, answer, events, registered, made, outcomes, blockers = {}, {}, {}, {}, {}, {}, {}

-- The revision of a schedule, and its overlap policy where that is allow.
local function read_schedule(key)
  registered[key] = registered[key] or redis.call('HMGET', recurring_key(key), 'Rev', 'Overlap')
  return registered[key][1], registered[key][2]
end

for i = 1, count do
  keys[i] = job_key(ARGV[5 + (i - 1) * WIDTH])
end
-- Hardly ever is one of them there: one question for all, and only then one each.
local some_exist = count > 0 and redis.call('EXISTS', unpack(keys)) > 0

-- One table for all of them.
local job, all_run = {}, true
for i = 1, count do
  local first = 5 + (i - 1) * WIDTH
  local id, key, wanted, due, trigger, who, spec, payload, queue, priority, overlap = unpack(ARGV, first, first + WIDTH - 1)
  local revision, policy = read_schedule(key)
  local word, blocker = 'exists', nil
  if wanted ~= '' and wanted ~= revision then
    word = 'changed'
  elseif not made[id] and not (some_exist and redis.call('EXISTS', keys[i]) == 1) then
    made[id] = true
    job.id, job.key, job.who, job.spec, job.payload = id, key, who, spec, payload
    job.due, job.trigger, job.queue, job.priority, job.overlap = due, trigger, queue, priority, overlap
    -- Runs of a schedule that allows overlaps need not be counted; what a subscription gets of an event is no run of the schedule itself, and is in nobody's way.
    job.guarded = trigger ~= 'event' and (overlap ~= 'allow' or revision and policy ~= 'allow')
    word, blocker = make_job(job, now, events, queue_job)
    outcomes[i], blockers[i] = word, blocker
  end
  all_run = all_run and word == 'run'
  answer[2 * i - 1], answer[2 * i] = word, blocker or ''
end

record_made(events, ARGV[4], count, outcomes, blockers)
call_with('RPUSH', OUTBOX, events)
push_all('LPUSH')
settle_ends(now, hour)
return all_run and { 'run' } or answer
