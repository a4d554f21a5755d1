-- Finishes jobs and takes others, in one call. A finish whose token is no longer the job's changes nothing; a taken job has one owner until its lease ends.
-- A server that is killed between two writes (Garnet keeps no script whole) leaves every job in a queue, in a delay or under a lease, where it is found again.
-- KEYS[1] prefix
-- ARGV[1] worker, ARGV[2] now (ms), ARGV[3] hour (yyyy-MM-dd-HH), ARGV[4] end of the new leases (ms), ARGV[5] how many to take, ARGV[6] number of queues,
--   ARGV[7] number of finishes, then the queues in order of preference, then the ids of the finishes,
--   then a finish: token, kind (done: succeeded and not to be shown | succeeded | failed | cancelled | retry | handBack), event (JSON); and unless done: retry time (ms),
--     number of history entries, number of state values, the entries (JSON, the first that of Processing), the state's names and values
-- returns the numbers of the finishes that are lost (from 1, a comma after each), then 4 a job taken: id, values (see take), spec, payload
-- @include keys
-- @include owners
-- @include finish
-- @include read_job
-- @include take
local worker, now, hour, lease_until, want = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local queue_count, finish_count = tonumber(ARGV[6]), tonumber(ARGV[7])
local answer, events, lost = { '' }, {}, ''

-- Finishes a job that is owned; returns whether it is still there.
local function finish(id, owner, kind, at)
  if kind == 'done' then
    local shown, queue = owner_parts(owner)
    if shown then
      hide_processing(id, queue)
    end
    forget_job(id)
    return true
  end
  local job = read_job(id)
  if not job.State then
    return false
  end
  local first, entries, values = at + 6, tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  finish_job(id, job, kind, now, ARGV[at + 3], { unpack(ARGV, first, first + entries - 1) }, { unpack(ARGV, first + entries, first + entries + values - 1) })
  return true
end

local function finish_all()
  local ids = { unpack(ARGV, 8 + queue_count, 7 + queue_count + finish_count) }
  local at, released, seen = 8 + queue_count + finish_count, {}, {}
  local owners = redis.call('HMGET', OWNERS, unpack(ids))
  for i, id in ipairs(ids) do
    local kind = ARGV[at + 1]
    local owned = not seen[id] and owned_by(owners[i], ARGV[at])
    if owned then
      seen[id] = true
      released[#released + 1] = id
    end
    if owned and finish(id, owners[i], kind, at) then
      events[#events + 1] = ARGV[at + 2]
    else
      lost = lost .. i .. ','
    end
    at = at + (kind == 'done' and 3 or 6 + ARGV[at + 4] + ARGV[at + 5])
  end
  call_with('RPUSH', OUTBOX, events)
  settle_delays()
  push_all('RPUSH')
  settle_guards(now)
  call_with('HDEL', OWNERS, released)
  call_with('ZREM', LEASES, released)
  events = {}
end

if finish_count > 0 then
  finish_all()
end
if want > 0 then
  take(worker, { unpack(ARGV, 8, 7 + queue_count) }, want, now, lease_until, events, answer)
end
settle_ends(now, hour)
call_with('RPUSH', OUTBOX, events)
answer[1] = lost
return answer
