-- Fires schedules that are due: each occurrence at most once, whoever else tries. A schedule whose fire time or revision is not the one that was read is left alone.
-- A worker that has free slots takes jobs in the same call, by the same rules as ever: what has waited longer goes before what was just made.
-- The writes are in an order in which a server that is killed between two of them (Garnet keeps no script whole) leaves a job to be fired again, never one that nobody finds.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of schedules, ARGV[4] the events (a line each): of each schedule its jobs, then its missed occurrences,
--   ARGV[5] worker ('' takes none), ARGV[6] end of the new leases (ms), ARGV[7] how many to take, ARGV[8] number of queues, then the queues in order of preference,
--   then the keys, then a schedule: expected fire time (ms), revision, next due (ms, '' none), next fire (ms, '' none),
--     overlap (allow | skip | bufferOne | bufferAll | cancelOther), queue, priority, number of jobs, number of missed,
--     4 a job: id, occurrence (1: made only when later than the last one; ''), due (ms), trigger
-- returns what was taken: values as of take, as a MessagePack array ('' none), then a word a schedule: fired | stale
-- @include keys
-- @include make_job
-- @include record_made
-- @include take
local now, hour, count, want, queue_count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[7]), tonumber(ARGV[8])
local first_key = 9 + queue_count
local scores = redis.call('ZMSCORE', DUE, unpack(ARGV, first_key, first_key + count - 1))
local at, line, queued = first_key + count, 0, 0
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
      outcomes[number], queued = 'run', queued + 1
    elseif not again and not state then
      job.id, job.due, job.trigger = id, due_at, trigger
      outcomes[number], blockers[number] = make_job(job, now, events)
      queued = queued + (outcomes[number] == 'run' and 1 or 0)
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
  local key = ARGV[first_key + i - 1]
  local expected, revision, next_due, next_fire, overlap, queue, priority, jobs, missed = unpack(ARGV, at, at + 8)
  jobs, missed = tonumber(jobs), tonumber(missed)
  local hash = recurring_key(key)
  local known = scores[i] and tonumber(scores[i]) == tonumber(expected) and redis.call('HMGET', hash, 'Rev', 'Runs', 'LastDue', 'Spec', 'Payload', 'Who')
  results[i] = known and known[1] == revision and 'fired' or 'stale'
  if results[i] == 'fired' then
    local job = { key = key, spec = known[4], payload = known[5], who = known[6], queue = queue, priority = priority, overlap = overlap, guarded = overlap ~= 'allow' }
    job.reason, job.may_be_taken = 'Triggered by recurring job scheduler', want > 0
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

push_all('LPUSH', want > 0)
record_made(events, ARGV[4], line, outcomes, blockers)
call_with('RPUSH', OUTBOX, events)
for hash, fields in pairs(changes) do
  redis.call('HSET', hash, unpack(fields))
end
local answer = {}
if want > 0 then
  events = {}
  if take(ARGV[5], { unpack(ARGV, 9, 8 + queue_count) }, want, now, ARGV[6], events, answer) < queued then
    wake_workers()
  end
  for id, job in pairs(new_jobs) do
    show_job(id)
    show_waiting(id, job[5], now, job[6])
  end
  call_with('RPUSH', OUTBOX, events)
end
settle_ends(now, hour)
call_with('ZADD', DUE, due)
call_with('ZREM', DUE, gone)
return { #answer > 0 and cmsgpack.pack(answer) or '', unpack(results) }
