-- Extends leases and tells of each what it is worth. The first extension of a lease shows the job as Processing and records its start.
-- KEYS[1] prefix
-- ARGV[1] worker, ARGV[2] its Hangfire WorkerId, ARGV[3] now (ms), ARGV[4] new end of the leases (ms), ARGV[5] number of leases, then their ids,
--   then 3 a lease: token, started (ms), event ('' when it was recorded)
-- returns a word a lease: held | cancelRequested | lost
-- @include more_keys
-- @include call_with
-- @include owners
-- @include owner_text
-- @include show_state
-- @include read_job
-- @include write_out
local worker, worker_id, now, lease_until, count = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local ids = { unpack(ARGV, 6, 5 + count) }
local owners = count > 0 and redis.call('HMGET', OWNERS, unpack(ids)) or {}
local answer, extended, processing, events, gone = {}, {}, {}, {}, {}

local function show_processing(id, queue, started)
  redis.call('HSET', job_key(id), 'State', 'Processing', 'Fetched', now)
  show_state(id, { 'StartedAt', started, 'ServerId', worker, 'WorkerId', worker_id, 'State', 'Processing' },
    '{"StartedAt":"' .. started .. '","ServerId":"' .. worker .. '","WorkerId":"' .. worker_id .. '","State":"Processing","Reason":null,"CreatedAt":"' .. now .. '"}')
  redis.call('LPUSH', dequeued_key(queue), id)
  processing[#processing + 1] = string.sub(now, 1, -4)
  processing[#processing + 1] = id
end

for i, id in ipairs(ids) do
  local token, started, told = ARGV[6 + count + 3 * (i - 1)], ARGV[7 + count + 3 * (i - 1)], ARGV[8 + count + 3 * (i - 1)]
  local owned = owned_by(owners[i], token)
  if owned and mark_of(owners[i], token) == NEW then
    owners[i] = write_out(id, owners[i])
  end
  local job = owned and read_job(id)
  if not owned then
    answer[i] = 'lost'
  elseif not job.State then
    answer[i] = 'lost'
    gone[#gone + 1] = id
  else
    answer[i] = (job.Cancel or job.State == 'Deleted') and 'cancelRequested' or 'held'
    local mark, _, queue, by = owner_parts(owners[i])
    if told ~= '' then
      events[#events + 1] = told
      if not job.Fetched and job.State ~= 'Deleted' then
        show_processing(id, job.Queue, started)
        mark = 'P'
      end
    end
    extended[#extended + 1] = id
    extended[#extended + 1] = owner_text(token, mark, lease_until, queue, by)
  end
end

call_with('HSET', OWNERS, extended)
call_with('HDEL', OWNERS, gone)
call_with('ZADD', PROCESSING, processing)
call_with('RPUSH', OUTBOX, events)
return answer
