-- Finishes jobs and takes others, in one call. A finish whose token is no longer the job's changes nothing; a taken job has one owner until its lease ends.
-- A server that is killed between two writes (Garnet keeps no script whole) leaves every job in a queue, in a delay or under a lease, where it is found again.
-- KEYS[1] prefix
-- ARGV[1] worker, ARGV[2] now (ms), ARGV[3] hour (yyyy-MM-dd-HH), ARGV[4] end of the new leases (ms), ARGV[5] how many to take, ARGV[6] number of queues,
--   ARGV[7] number of finishes, then the queues in order of preference, then the ids of the finishes,
--   then a finish: token, kind (succeeded | failed | cancelled | retry | handBack), retry time (ms, ''), event (JSON), number of history entries,
--     number of state values, the entries (JSON, the first that of Processing), the state's names and values
-- returns a word a finish: accepted | lost; then 10 a job taken: id, token, attempt, failures, schedule key, spec, payload (''), due (ms), created (ms or ISO), trigger
-- @include keys
-- @include finish
-- @include active_runs
-- @include take
local worker, now, hour, lease_until, want = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local queue_count, finish_count = tonumber(ARGV[6]), tonumber(ARGV[7])
local answer, events, released = {}, {}, {}
local ids = { unpack(ARGV, 8 + queue_count, 7 + queue_count + finish_count) }
local at = 8 + queue_count + finish_count

if finish_count > 0 then
  local owners = redis.call('HMGET', OWNERS, unpack(ids))
  local seen = {}
  for i, id in ipairs(ids) do
    local token, kind, retry_at, json, entries, values = unpack(ARGV, at, at + 5)
    entries, values = tonumber(entries), tonumber(values)
    answer[i] = 'lost'
    if owners[i] and not seen[id] and string.sub(owners[i], 1, #token + 1) == token .. ' ' then
      seen[id] = true
      released[#released + 1] = id
      local job = read_job(id)
      if job.State then
        answer[i] = 'accepted'
        finish_job(id, job, kind, now, retry_at, { unpack(ARGV, at + 6, at + 5 + entries) }, { unpack(ARGV, at + 6 + entries, at + 5 + entries + values) })
        events[#events + 1] = json
      end
    end
    at = at + 6 + entries + values
  end
  call_with('RPUSH', OUTBOX, events)
  settle_delays()
  push_all('RPUSH')
  call_with('HDEL', OWNERS, released)
  call_with('ZREM', LEASES, released)
  events = {}
end

if want > 0 then
  take(worker, { unpack(ARGV, 8, 7 + queue_count) }, want, now, lease_until, events, answer)
end
settle_ends(now, hour)
call_with('RPUSH', OUTBOX, events)
return answer
