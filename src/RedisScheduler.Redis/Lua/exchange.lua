-- Finishes jobs and takes others, in one call. A finish whose token is no longer the job's changes nothing; a taken job has one owner until its lease ends.
-- A server that is killed between two writes (Garnet keeps no script whole) leaves every job in a queue, in a delay or under a lease, where it is found again.
-- KEYS[1] prefix
-- ARGV[1] worker, ARGV[2] now (ms), ARGV[3] hour (yyyy-MM-dd-HH), ARGV[4] end of the new leases (ms), ARGV[5] how many to take, ARGV[6] number of queues,
--   ARGV[7] number of finishes, ARGV[8] how many of them, the first ones, have succeeded and are not to be shown, ARGV[9] the events of these (a line each),
--   then the queues in order of preference, then the ids of the finishes, their tokens,
--   then each of the other finishes: kind (succeeded | failed | cancelled | retry | handBack), event, retry time (ms),
--     number of history entries, number of state values, the entries (JSON, the first that of Processing), the state's names and values
-- returns the numbers of the finishes that are lost (from 1, a comma after each), and what was taken: values as of take, as a MessagePack array ('' none)
-- @include keys
-- @include owners
-- @include ends
-- @include lines
-- @include take
local worker, now, hour, lease_until, want = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local queue_count, finish_count, done_count = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local answer, events, lost = {}, {}, {}

-- Those that have succeeded and that no page is to show. owned: which of them are still the caller's.
local function finish_done(ids, owners, owned)
  for i = 1, done_count do
    if owned[i] then
      local mark = mark_of(owners[i], ARGV[9 + queue_count + finish_count + i])
      if mark == SHOWN then
        local _, _, queue = owner_parts(owners[i])
        hide_processing(ids[i], queue)
      end
      forget_job(ids[i], mark)
    else
      lost[#lost + 1] = i
    end
  end
  if #lost > 0 then
    add_lines(events, ARGV[9], owned)
  elseif done_count > 0 then
    events[#events + 1] = ARGV[9]
  end
end

-- The others, each as its worker says. Most calls have none; see seldom.lua. Returns what settles the delays of those that wait for a retry, which comes after their events.
local function finish_others(ids, owners, owned)
  -- @include finish
  -- @include read_job
  -- @include write_out
  local at = 10 + queue_count + 2 * finish_count
  for i = done_count + 1, finish_count do
    local first, entries, values = at + 5, tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
    if owned[i] and mark_of(owners[i], ARGV[9 + queue_count + finish_count + i]) == NEW then
      write_out(ids[i], owners[i])
    end
    local job = owned[i] and read_job(ids[i])
    if job and job.State then
      finish_job(ids[i], job, ARGV[at], now, ARGV[at + 2], { unpack(ARGV, first, first + entries - 1) }, { unpack(ARGV, first + entries, first + entries + values - 1) })
      events[#events + 1] = ARGV[at + 1]
    else
      lost[#lost + 1] = i
    end
    at = first + entries + values
  end
  return settle_delays
end

local function finish_all()
  local first = 10 + queue_count
  local ids = { unpack(ARGV, first, first + finish_count - 1) }
  local owners, owned, released, seen = redis.call('HMGET', OWNERS, unpack(ids)), {}, {}, {}
  local last_owner, last_token, is_owner
  for i, id in ipairs(ids) do
    local owner, token = owners[i], ARGV[first + finish_count - 1 + i]
    -- Jobs that were taken together have the same owner and token.
    if owner ~= last_owner or token ~= last_token then
      last_owner, last_token, is_owner = owner, token, owned_by(owner, token)
    end
    if is_owner and not seen[id] then
      seen[id], owned[i] = true, true
      released[#released + 1] = id
    end
  end
  finish_done(ids, owners, owned)
  local settle_others = finish_count > done_count and finish_others(ids, owners, owned)
  call_with('RPUSH', OUTBOX, events)
  if settle_others then
    settle_others()
  end
  push_all('RPUSH')
  settle_guards(now)
  call_with('HDEL', OWNERS, released)
  events = {}
end

if finish_count > 0 then
  finish_all()
end
if want > 0 then
  take(worker, { unpack(ARGV, 10, 9 + queue_count) }, want, now, lease_until, events, answer)
end
settle_ends(now, hour)
call_with('RPUSH', OUTBOX, events)
return { #lost > 0 and table.concat(lost, ',') .. ',' or '', #answer > 0 and cmsgpack.pack(answer) or '' }
