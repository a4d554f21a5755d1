-- Fires schedules that are due: each occurrence at most once, whoever else tries. A schedule whose fire time or revision is not the one that was read is left alone.
-- A schedule that is due a little later is fired only where its one job can be leased at once, by a worker that starts it when it is due; else it is left alone until then.
-- A worker that has free slots takes jobs in the same call, by the same rules as ever: what has waited longer goes before what was just made. Where nothing waits, what is made is leased at once.
-- The writes are in an order in which a server that is killed between two of them (Garnet keeps no script whole) leaves a job to be fired again, never one that nobody finds.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of schedules, ARGV[4] the events (a line each): of each schedule its jobs, then its missed occurrences,
--   ARGV[5] worker ('' takes none), ARGV[6] end of the new leases (ms), ARGV[7] how many to take, ARGV[8] number of queues, then the queues in order of preference,
--   then the keys, then a schedule: expected fire score, revision, next due (ms, '' none), next fire score,
--     overlap (allow | skip | bufferOne | bufferAll | cancelOther), queue, priority, number of jobs, number of missed,
--     4 a job: id, occurrence (1: made only when later than the last one; ''), due (ms), trigger
-- returns what was taken: values as of take, as a MessagePack array ('' none); of what was leased at once the token ('' none) and the numbers of the events of its making (from 1, a comma
--   after each; * those of all, and none is missed); then, unless all were fired, a word a schedule: fired | early | stale
-- @include keys
-- @include fire_scores
-- @include make_job
-- @include record_made
-- @include lease_job
local now, hour, count, want, queue_count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[7]), tonumber(ARGV[8])
local first_key = 9 + queue_count
local queues = { unpack(ARGV, 9, 8 + queue_count) }
local scores = redis.call('ZMSCORE', RECURRING_JOBS, unpack(ARGV, first_key, first_key + count - 1))
local at, line = first_key + count, 0
local now_score = tonumber(fire_score(now))
local results, all_fired, fire_times, events, changes, outcomes, blockers = {}, true, {}, {}, {}, {}, {}

-- The ids of all jobs, their keys, and whether they are of one queue and one priority.
local function all_jobs()
  local ids, keys, first, alike = {}, {}, at, true
  for _ = 1, count do
    local jobs = tonumber(ARGV[first + 7])
    alike = alike and ARGV[first + 5] == ARGV[at + 5] and ARGV[first + 6] == ARGV[at + 6]
    for j = 0, jobs - 1 do
      ids[#ids + 1] = ARGV[first + 9 + 4 * j]
      keys[#keys + 1] = job_key(ids[#ids])
    end
    first = first + 9 + 4 * jobs
  end
  return ids, keys, alike
end
local ids, keys, alike = all_jobs()

-- Which of them are under lease already, and whether some have a hash. Hardly ever is one: one question for all, and only then one each.
local owners, some_exist = {}, false
if #ids > 0 then
  for i, owner in ipairs(redis.call('HMGET', OWNERS, unpack(ids))) do
    owners[ids[i]] = owner
  end
  some_exist = redis.call('EXISTS', unpack(keys)) > 0
end
-- Where not all can be leased at once, those go first that take would take first.
open_leases(ARGV[5], queues, (alike or #ids <= want) and want or 0, now, ARGV[6])

-- Makes what is to be made of one schedule's jobs; returns how many, the last one's id and the latest due time.
local function make_jobs(first, jobs, job, last_due)
  local made, last_id = 0, nil
  for j = 0, jobs - 1 do
    local id, occurrence, due_at, trigger = unpack(ARGV, first + 4 * j, first + 4 * j + 3)
    local again = occurrence == '1' and tonumber(due_at) <= tonumber(last_due)
    local state = some_exist and not again and redis.call('HGET', job_key(id), 'State')
    local number = line + j + 1
    if owners[id] and not again then
      outcomes[number] = 'run'
    elseif state == 'Enqueued' then
      push_later(job.queue, job.priority, id)
      outcomes[number] = 'run'
    elseif not again and not state then
      job.id, job.due, job.trigger, job.number = id, due_at, trigger, number
      outcomes[number], blockers[number] = make_job(job, now, events, lease_or_queue)
    end
    if outcomes[number] and outcomes[number] ~= 'skip' then
      made, last_id = made + 1, id
    end
    if not again and occurrence == '1' then
      last_due = due_at
    end
  end
  return made, last_id, last_due
end

-- Whether what is not due yet, and is to make one job, may make it now: nobody else could start it before it is due, and no run is in its way that may end until then.
local function may_fire_early(job, id, jobs)
  return jobs == '1' and may_lease(job) and not owners[id] and not (some_exist and redis.call('EXISTS', job_key(id)) == 1)
    and not (job.guarded and (run_in_the_way(job.key) or redis.call('EXISTS', buffered_key(job.key)) == 1))
end

-- One table for all jobs of the call.
local job = { reason = 'Triggered by recurring job scheduler' }
for i = 1, count do
  local key = ARGV[first_key + i - 1]
  local expected, revision, next_due, next_fire, overlap, queue, priority, jobs, missed = unpack(ARGV, at, at + 8)
  local hash = recurring_key(key)
  local known = scores[i] and (scores[i] == expected or tonumber(scores[i]) == tonumber(expected)) and redis.call('HMGET', hash, 'Rev', 'Runs', 'LastDue', 'Spec', 'Payload', 'Who')
  results[i] = known and known[1] == revision and 'fired' or 'stale'
  if results[i] == 'fired' then
    job.key, job.spec, job.payload, job.who = key, known[4], known[5], known[6]
    job.queue, job.priority, job.overlap, job.guarded = queue, priority, overlap, overlap ~= 'allow'
    if tonumber(expected) > now_score and not may_fire_early(job, ARGV[at + 9], jobs) then
      results[i] = 'early'
    end
  end
  jobs, missed = tonumber(jobs), tonumber(missed)
  if results[i] == 'fired' then
    local made, last_id, last_due = make_jobs(at + 9, jobs, job, known[3] or '0')
    for m = 1, missed do
      outcomes[line + jobs + m] = 'run'
    end
    changes[hash] = made == 0 and { 'NextExecution', next_due, 'LastDue', last_due }
      or { 'NextExecution', next_due, 'LastDue', last_due, 'LastExecution', now, 'LastJobId', last_id, 'Runs', string.format('%d', (known[2] or 0) + made) }
    fire_times[#fire_times + 1], fire_times[#fire_times + 2] = next_fire, key
  end
  all_fired = all_fired and results[i] == 'fired'
  at, line = at + 9 + 4 * jobs, line + jobs + missed
end

push_all('LPUSH', want > 0)
settle_leases()
record_made(events, ARGV[4], line, outcomes, blockers)
call_with('RPUSH', OUTBOX, events)
for hash, fields in pairs(changes) do
  redis.call('HSET', hash, unpack(fields))
end
local answer, taken = {}, 0
want = want - #leased.numbers
if want > 0 and (pushed > 0 or not leased.token) then
  events = {}
  taken = seldom().take(ARGV[5], queues, want, now, ARGV[6], events, answer)
  call_with('RPUSH', OUTBOX, events)
end
if taken < pushed then
  wake_workers()
end
settle_seldom(now, hour)
call_with('ZADD', RECURRING_JOBS, fire_times)
local token, numbers = leased_answer(line)
return {
  #answer > 0 and cmsgpack.pack(answer) or '',
  token,
  numbers,
  unpack(all_fired and {} or results),
}
