-- @include active_runs
-- @include call_with
-- @include make_job
-- @include new_job
-- @include owners
-- @include priorities
-- @include tokens
-- Leases jobs in the call that makes them, so that they never stand in a queue.
local leased = { entries = {}, numbers = {}, heads = {}, queues = {}, left = 0 }

-- Whether nothing waits in any of these queues, all priorities; those that are paused are asked for too.
local function nothing_waits(queues)
  local lists = {}
  for _, queue in ipairs(queues) do
    for _, priority in ipairs(PRIORITIES) do
      lists[#lists + 1] = queue_key(queue, priority)
    end
  end
  return redis.call('EXISTS', unpack(lists)) == 0
end

-- Allows it for so many jobs of these queues: of those that are not paused, and where nothing waits, which would go first.
local function open_leases(worker, queues, most, now, lease_until)
  if most == 0 or not nothing_waits(queues) then
    return
  end
  leased.left, leased.token = most, token_text(lease_token(now))
  for _, queue in ipairs(queues) do
    if redis.call('SISMEMBER', PAUSED_QUEUES, queue) == 0 then
      leased.heads[queue] = owner_text(leased.token, 'N', lease_until, queue, worker)
    end
  end
end

local function may_lease(job)
  return leased.left > 0 and leased.heads[job.queue] and job.overlap ~= 'cancelOther'
end

-- Collected; settle_leases writes them at once.
local function lease_job(job)
  local n = #leased.entries
  leased.entries[n + 1], leased.entries[n + 2] = job.id, leased.heads[job.queue] .. new_job_text(job)
  leased.numbers[#leased.numbers + 1] = job.number
  leased.left, leased.queues[job.queue], just_leased[job.id] = leased.left - 1, true, true
end

-- Puts a new job under lease where it may be, else into its queue; for make_job.
local function lease_or_queue(job, now)
  if may_lease(job) then
    lease_job(job)
  else
    queue_job(job, now)
  end
end

-- What is answered of them: their token ('' none), and their numbers, of so many (a comma after each; * all).
local function leased_token()
  return #leased.numbers > 0 and leased.token or ''
end

local function leased_numbers(count)
  return #leased.numbers == 0 and '' or #leased.numbers == count and '*' or table.concat(leased.numbers, ',') .. ','
end

local function settle_leases()
  call_with('HSET', OWNERS, leased.entries)
  for queue in pairs(leased.queues) do
    redis.call('SADD', QUEUES, queue)
  end
end
