-- Makes jobs that are no occurrences, queues them, and records them in the outbox. A job whose id exists is left as it is; one whose overlap policy forbids it is only recorded.
-- Where nothing waits, a worker that asks for jobs in the same call gets what may run under lease at once.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of jobs, ARGV[4] their events (a line each),
--   ARGV[5] worker ('' takes none), ARGV[6] end of the leases (ms), ARGV[7] how many to take at most, ARGV[8] number of queues, then the queues that it takes from,
--   then 11 a job: id, schedule key, revision of the schedule that must be registered ('' any), due (ms), trigger, who ('' none), spec, payload ('' none), queue, priority,
--   overlap (allow | skip | bufferOne | bufferAll | cancelOther)
-- returns of what was leased the token ('' none) and the numbers of the jobs (from 1, a comma after each; * all);
--   then run where that became of each, else 2 a job: exists | changed | run | wait | skip, and the run in the way ('' none)
-- @include keys
-- @include make_job
-- @include record_made
-- @include lease_job
local now, hour, count, want, queue_count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[7]), tonumber(ARGV[8])
local WIDTH = 11
local first_job = 9 + queue_count
local ids, keys, answer, events, registered, made, outcomes, blockers = {}, {}, {}, {}, {}, {}, {}, {}

-- The revision of a schedule, and its overlap policy where that is allow.
local function read_schedule(key)
  registered[key] = registered[key] or redis.call('HMGET', recurring_key(key), 'Rev', 'Overlap')
  return registered[key][1], registered[key][2]
end

for i = 1, count do
  ids[i] = ARGV[first_job + (i - 1) * WIDTH]
  keys[i] = job_key(ids[i])
end
-- Hardly ever is one of them there: one question for all, and only then one each. A new one under lease has no hash.
local some_exist = count > 0 and redis.call('EXISTS', unpack(keys)) > 0
local owners = count > 0 and redis.call('HMGET', OWNERS, unpack(ids)) or {}

local function exists(i)
  return owners[i] or some_exist and redis.call('EXISTS', keys[i]) == 1
end

-- Whether they are of one queue and one priority.
local function alike()
  for i = 1, count - 1 do
    local at = first_job + i * WIDTH
    if ARGV[at + 8] ~= ARGV[first_job + 8] or ARGV[at + 9] ~= ARGV[first_job + 9] then
      return false
    end
  end
  return true
end
-- Where not all can be leased at once, those go first that take would take first.
if want > 0 and (count <= want or alike()) then
  open_leases(ARGV[5], { unpack(ARGV, 9, 8 + queue_count) }, want, now, ARGV[6])
end

-- One table for all of them.
local job, all_run = {}, true
for i = 1, count do
  local first = first_job + (i - 1) * WIDTH
  local id, key, wanted, due, trigger, who, spec, payload, queue, priority, overlap = unpack(ARGV, first, first + WIDTH - 1)
  local revision, policy = read_schedule(key)
  local word, blocker = 'exists', nil
  if wanted ~= '' and wanted ~= revision then
    word = 'changed'
  elseif not made[id] and not exists(i) then
    made[id] = true
    job.number, job.id, job.key, job.who, job.spec, job.payload = i, id, key, who, spec, payload
    job.due, job.trigger, job.queue, job.priority, job.overlap = due, trigger, queue, priority, overlap
    -- Runs of a schedule that allows overlaps need not be counted; what a subscription gets of an event is no run of the schedule itself, and is in nobody's way.
    job.guarded = trigger ~= 'event' and (overlap ~= 'allow' or revision and policy ~= 'allow')
    word, blocker = make_job(job, now, events, lease_or_queue)
    outcomes[i], blockers[i] = word, blocker
  end
  all_run = all_run and word == 'run'
  answer[2 * i - 1], answer[2 * i] = word, blocker or ''
end

settle_leases()
record_made(events, ARGV[4], count, outcomes, blockers)
call_with('RPUSH', OUTBOX, events)
push_all('LPUSH')
settle_seldom(now, hour)
return {
  leased_token(),
  leased_numbers(count),
  unpack(all_run and { 'run' } or answer),
}
