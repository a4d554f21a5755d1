-- Fires schedules that are due: each occurrence at most once, whoever else tries. A schedule whose fire time is not the one that was read is left alone.
-- The writes are in an order in which a server that is killed between two of them (Garnet keeps no script whole) leaves a job to be fired again, never one that nobody finds.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] number of schedules, then their keys,
--   then a schedule: expected fire time (ms), next due (ms, '' none), next fire (ms, '' none), overlap (skip | allow), number of jobs, number of missed,
--     9 a job: id, occurrence (1: made only when later than the last one; ''), due (ms), trigger, spec, payload ('' none), queue, priority, event (JSON),
--     1 a missed occurrence: event (JSON)
-- returns a word a schedule: fired | stale
-- @include keys
-- @include make_job
local now, count = ARGV[1], tonumber(ARGV[2])
local scores = redis.call('ZMSCORE', DUE, unpack(ARGV, 3, 2 + count))
local at = 3 + count
local results, due, gone, events, changes = {}, {}, {}, {}, {}

-- An event of a job that was to be queued, turned into that of one that was not.
local function skipped(json, blocker)
  json = string.gsub(json, ',"enqueuedMs":%d+', '', 1)
  return (string.gsub(json, '"status":"queued"', '"status":"skipped","reason":"overlap: ' .. blocker .. '"', 1))
end

-- Makes what is to be made of one schedule's jobs; returns how many, the last one's id and the latest due time.
local function make_jobs(key, first, jobs, overlap, last_due)
  local made, last_id = 0, nil
  for j = 0, jobs - 1 do
    local id, occurrence, due_at, trigger, spec, payload, queue, priority, json = unpack(ARGV, first + 9 * j, first + 9 * j + 8)
    local again = occurrence == '1' and tonumber(due_at) <= tonumber(last_due)
    local state = not again and redis.call('HGET', job_key(id), 'State')
    if state == 'Enqueued' then
      push_later(queue, priority, id)
      events[#events + 1] = json
      made, last_id = made + 1, id
    elseif not again and not state then
      local blocker = overlap == 'skip' and active_run(key)
      if blocker then
        events[#events + 1] = skipped(json, blocker)
      else
        make_job(id, key, spec, payload, due_at, trigger, queue, priority, now, overlap == 'skip', 'Triggered by recurring job scheduler')
        events[#events + 1] = json
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
  local key = ARGV[2 + i]
  local expected, next_due, next_fire, overlap, jobs, missed = unpack(ARGV, at, at + 5)
  jobs, missed = tonumber(jobs), tonumber(missed)
  local hash = recurring_key(key)
  local known = scores[i] and tonumber(scores[i]) == tonumber(expected) and redis.call('HMGET', hash, 'Rev', 'Runs', 'LastDue')
  results[i] = known and known[1] and 'fired' or 'stale'
  if results[i] == 'fired' then
    local made, last_id, last_due = make_jobs(key, at + 6, jobs, overlap, known[3] or '0')
    for m = 1, missed do
      events[#events + 1] = ARGV[at + 5 + 9 * jobs + m]
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
  at = at + 6 + 9 * jobs + missed
end

push_all('LPUSH')
call_with('RPUSH', OUTBOX, events)
for hash, fields in pairs(changes) do
  redis.call('HSET', hash, unpack(fields))
end
call_with('ZADD', DUE, due)
call_with('ZREM', DUE, gone)
return results
