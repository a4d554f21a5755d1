-- @include call_with
-- @include just_leased
-- @include make_job
-- @include new_job
-- @include owner_text
-- @include priorities
-- @include tokens
-- Leases jobs in the call that makes them, so that they never stand in a queue.
local leased = { entries = {}, numbers = {}, heads = {}, queues = {}, left = 0 }

-- Allows it for so many jobs of these queues: of those that are not paused, and where nothing waits in any of them, all priorities, which would go first.
local function open_leases(worker, queues, most, now, lease_until)
  if most == 0 then
    return
  end
  local lists = {}
  for _, queue in ipairs(queues) do
    for _, priority in ipairs(PRIORITIES) do
      lists[#lists + 1] = queue_key(queue, priority)
    end
  end
  if redis.call('EXISTS', unpack(lists)) > 0 then
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

-- Puts a new job under lease where it may be, else into its queue; for make_job. What is leased is collected; settle_leases writes it at once.
local function lease_or_queue(job, now)
  if not may_lease(job) then
    return keeping().queue(job, now)
  end
  local n = #leased.entries
  leased.entries[n + 1], leased.entries[n + 2] = job.id, leased.heads[job.queue] .. new_job_text(job)
  leased.numbers[#leased.numbers + 1] = job.number
  leased.left, leased.queues[job.queue], just_leased[job.id] = leased.left - 1, true, true
end

-- What is answered of them: their token ('' none), and their numbers, of so many (a comma after each; * all).
local function leased_answer(count)
  local numbers = leased.numbers
  if #numbers == 0 then
    return '', ''
  end
  return leased.token, #numbers == count and '*' or table.concat(numbers, ',') .. ','
end

local function settle_leases()
  call_with('HSET', OWNERS, leased.entries)
  for queue in pairs(leased.queues) do
    redis.call('SADD', QUEUES, queue)
  end
end
