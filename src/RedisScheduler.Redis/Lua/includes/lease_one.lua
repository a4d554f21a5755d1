-- @include new_job
-- @include owner_text
-- @include priorities
-- @include run
-- @include tokens
-- Makes one job under lease, for enqueue, as lease_job does and in the order of its writes, but without the functions that a call of many needs: a run-now for a worker that waits for work.
-- Returns its answer; nil, and nothing is done, where anything is in its way, or may be.
local function lease_one(at)
  local now, worker, queue_count = ARGV[1], ARGV[5], tonumber(ARGV[8])
  local id, due, _, key, revision, who, spec, payload, trigger, queue, priority, overlap = unpack(ARGV, at, at + 11)
  -- Its hash, and whatever waits in a queue of the worker, which would go first.
  local others, takes = { job_key(id) }, false
  for i = 9, 8 + queue_count do
    takes = takes or ARGV[i] == queue
    for _, each in ipairs(PRIORITIES) do
      others[#others + 1] = queue_key(ARGV[i], each)
    end
  end
  if not takes or overlap ~= 'allow' and overlap ~= 'skip' or redis.call('EXISTS', unpack(others)) > 0
    or redis.call('HEXISTS', OWNERS, id) == 1 or redis.call('SISMEMBER', PAUSED_QUEUES, queue) == 1 then
    return nil
  end
  local schedule = redis.call('HMGET', recurring_key(key), 'Rev', 'Overlap')
  local guarded = trigger ~= 'event' and (overlap ~= 'allow' or schedule[1] and schedule[2] ~= 'allow')
  if revision ~= '' and revision ~= schedule[1] or overlap == 'skip' and redis.call('EXISTS', active_key(key)) == 1 then
    return nil
  end

  local token = token_text(lease_token(now))
  if guarded then
    redis.call('ZADD', active_key(key), due, id)
  end
  local job = { priority = priority, run = run_text(due, now, trigger, key), who = who, spec = spec, payload = payload }
  redis.call('HSET', OWNERS, id, owner_text(token, 'N', ARGV[6], queue, worker) .. new_job_text(job))
  redis.call('SADD', QUEUES, queue)
  redis.call('RPUSH', OUTBOX, ARGV[4])
  return { token, '*', 'run' }
end
