-- Fires schedules that are due: each occurrence at most once, whoever else tries. A schedule whose fire time or revision is not the one that was read is left alone.
-- The writes are in an order in which a server that is killed between two of them (Garnet keeps no script whole) leaves a job to be fired again, never one that nobody finds.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of schedules, ARGV[4] the events (a line each): of each schedule its jobs, then its missed occurrences,
--   then the keys, then a schedule: expected fire time (ms), revision, next due (ms, '' none), next fire (ms, '' none),
--     overlap (allow | skip | bufferOne | bufferAll | cancelOther), queue, priority, number of jobs, number of missed,
--     4 a job: id, occurrence (1: made only when later than the last one; ''), due (ms), trigger
-- returns a word a schedule: fired | stale
-- @include keys
-- @include make_job
-- @include record_made
local now, hour, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
local scores = redis.call('ZMSCORE', DUE, unpack(ARGV, 5, 4 + count))
local at, line = 5 + count, 0
local results, due, gone, events, changes, outcomes, blockers = {}, {}, {}, {}, {}, {}, {}

-- Whether some of the jobs are there already, of all schedules. Hardly ever is one: one question for all, and only then one each.
local function some_exist()
  local keys, first = {}, at
  for _ = 1, count do
    local jobs = tonumber(ARGV[first + 7])
    for j = 0, jobs - 1 do
      keys[#keys + 1] = job_key(ARGV[first + 9 + 4 * j])
    end
    first = first + 9 + 4 * jobs
  end
  return #keys > 0 and redis.call('EXISTS', unpack(keys)) > 0
end
local look = some_exist()

-- Makes what is to be made of one schedule's jobs; returns how many, the last one's id and the latest due time.
local function make_jobs(first, jobs, job, last_due)
  local made, last_id = 0, nil
  for j = 0, jobs - 1 do
    local id, occurrence, due_at, trigger = unpack(ARGV, first + 4 * j, first + 4 * j + 3)
    local again = occurrence == '1' and tonumber(due_at) <= tonumber(last_due)
    local state = look and not again and redis.call('HGET', job_key(id), 'State')
    local number = line + j + 1
    if state == 'Enqueued' then
      push_later(job.queue, job.priority, id)
      outcomes[number] = 'run'
    elseif not again and not state then
      job.id, job.due, job.trigger = id, due_at, trigger
      outcomes[number], blockers[number] = make_job(job, now, events)
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

for i = 1, count do
  local key = ARGV[4 + i]
  local expected, revision, next_due, next_fire, overlap, queue, priority, jobs, missed = unpack(ARGV, at, at + 8)
  jobs, missed = tonumber(jobs), tonumber(missed)
  local hash = recurring_key(key)
  local known = scores[i] and tonumber(scores[i]) == tonumber(expected) and redis.call('HMGET', hash, 'Rev', 'Runs', 'LastDue', 'Spec', 'Payload', 'Who')
  results[i] = known and known[1] == revision and 'fired' or 'stale'
  if results[i] == 'fired' then
    local job = { key = key, spec = known[4], payload = known[5], who = known[6], queue = queue, priority = priority, overlap = overlap, guarded = overlap ~= 'allow' }
    job.reason = 'Triggered by recurring job scheduler'
    local made, last_id, last_due = make_jobs(at + 9, jobs, job, known[3] or '0')
    for m = 1, missed do
      outcomes[line + jobs + m] = 'run'
    end
    local fields = { 'NextExecution', next_due, 'LastDue', last_due }
    if made > 0 then
      fields = { 'NextExecution', next_due, 'LastDue', last_due, 'LastExecution', now, 'LastJobId', last_id, 'Runs', tonumber(known[2] or '0') + made }
    end
    changes[hash] = fields
    if next_fire == '' then
      gone[#gone + 1] = key
    else
      due[#due + 1] = next_fire
      due[#due + 1] = key
    end
  elseif scores[i] and known and not known[1] then
    gone[#gone + 1] = key
  end
  at, line = at + 9 + 4 * jobs, line + jobs + missed
end

push_all('LPUSH')
record_made(events, ARGV[4], line, outcomes, blockers)
call_with('RPUSH', OUTBOX, events)
for hash, fields in pairs(changes) do
  redis.call('HSET', hash, unpack(fields))
end
settle_ends(now, hour)
call_with('ZADD', DUE, due)
call_with('ZREM', DUE, gone)
return results
