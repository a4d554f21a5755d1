-- Fires schedules that are due: each occurrence at most once, whoever else tries. A schedule whose fire time or revision is not the one that was read is left alone.
-- The writes are in an order in which a server that is killed between two of them (Garnet keeps no script whole) leaves a job to be fired again, never one that nobody finds.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of schedules, then their keys,
--   then a schedule: expected fire time (ms), revision, next due (ms, '' none), next fire (ms, '' none), overlap (allow | skip | bufferOne | bufferAll | cancelOther),
--     queue, priority, number of jobs, number of missed,
--     5 a job: id, occurrence (1: made only when later than the last one; ''), due (ms), trigger, event (JSON),
--     1 a missed occurrence: event (JSON)
-- returns a word a schedule: fired | stale
-- @include keys
-- @include make_job
local now, hour, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
local scores = redis.call('ZMSCORE', DUE, unpack(ARGV, 4, 3 + count))
local at = 4 + count
local results, due, gone, events, changes = {}, {}, {}, {}, {}

-- Makes what is to be made of one schedule's jobs; returns how many, the last one's id and the latest due time.
local function make_jobs(first, jobs, job, last_due)
  local made, last_id = 0, nil
  for j = 0, jobs - 1 do
    local id, occurrence, due_at, trigger, json = unpack(ARGV, first + 5 * j, first + 5 * j + 4)
    local again = occurrence == '1' and tonumber(due_at) <= tonumber(last_due)
    local state = not again and redis.call('HGET', job_key(id), 'State')
    if state == 'Enqueued' then
      push_later(job.queue, job.priority, id)
      events[#events + 1] = json
      made, last_id = made + 1, id
    elseif not again and not state then
      job.id, job.due, job.trigger, job.event = id, due_at, trigger, json
      if make_job(job, now, events) ~= 'skip' then
        made, last_id = made + 1, id
      end
    end
    if not again and occurrence == '1' then
      last_due = due_at
    end
  end
  return made, last_id, last_due
end

for i = 1, count do
  local key = ARGV[3 + i]
  local expected, revision, next_due, next_fire, overlap, queue, priority, jobs, missed = unpack(ARGV, at, at + 8)
  jobs, missed = tonumber(jobs), tonumber(missed)
  local hash = recurring_key(key)
  local known = scores[i] and tonumber(scores[i]) == tonumber(expected) and redis.call('HMGET', hash, 'Rev', 'Runs', 'LastDue', 'Spec', 'Payload')
  results[i] = known and known[1] == revision and 'fired' or 'stale'
  if results[i] == 'fired' then
    local job = { key = key, spec = known[4], payload = known[5], queue = queue, priority = priority, overlap = overlap, guarded = overlap ~= 'allow' }
    job.reason = 'Triggered by recurring job scheduler'
    local made, last_id, last_due = make_jobs(at + 9, jobs, job, known[3] or '0')
    for m = 1, missed do
      events[#events + 1] = ARGV[at + 8 + 5 * jobs + m]
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
  at = at + 9 + 5 * jobs + missed
end

push_all('LPUSH')
call_with('RPUSH', OUTBOX, events)
for hash, fields in pairs(changes) do
  redis.call('HSET', hash, unpack(fields))
end
settle_ends(now, hour)
call_with('ZADD', DUE, due)
call_with('ZREM', DUE, gone)
return results
