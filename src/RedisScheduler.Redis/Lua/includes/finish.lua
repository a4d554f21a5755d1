-- @include more_keys
-- @include show_state
-- @include ends
-- @include queue_pushes
-- Finishes attempts. What a worker reports has been made into Hangfire's JSON outside; here it is only put where it belongs.
local delayed, scheduled, retries = {}, {}, {}
-- What a spec means that tells no number of attempts (RetryPolicy.cs).
local USUAL_ATTEMPTS = '3'
local STATES = { succeeded = 'Succeeded', failed = 'Failed', cancelled = 'Deleted' }

local function add_pair(list, score, member)
  list[#list + 1] = score
  list[#list + 1] = member
end

-- The job waits for its next attempt.
local function retry_job(id, job, attempts, retry_at, history, fields)
  local failures = tonumber(job.Failures or '0') + 1
  local allowed = tonumber(string.match(job.Spec or '', '"attempts":(%d+)') or USUAL_ATTEMPTS) - 1
  local words = 'Retry attempt ' .. failures .. ' of ' .. math.max(allowed, failures)
  for i = 2, #fields, 2 do
    fields[i] = string.gsub(fields[i], '{retry}', words, 1)
  end
  history[#history] = string.gsub(history[#history], '{retry}', words, 1)
  change_job(id, 'State', 'Scheduled', 'Attempts', attempts, 'Failures', failures, 'RetryCount', failures)
  add_pair(delayed, retry_at, id)
  add_pair(scheduled, string.sub(retry_at, 1, -4), schedule_member(id, job.Queue))
  add_pair(retries, '0', id)
end

-- The worker gives the job back; this attempt did not happen.
local function hand_back(id, job, now)
  if job.Fetched then
    change_job(id, 'State', 'Enqueued')
    show_enqueued(id, job.Queue, now, 'Handed back by a worker that stops')
  else
    show_waiting(id, job.Queue, now, nil)
  end
  push_later(job.Queue, job.Priority, id)
end

-- job: as of read_job. history: its entries, the first that of Processing. fields: of the new state.
local function finish_job(id, job, kind, now, retry_at, history, fields)
  if job.Fetched then
    hide_processing(id, job.Queue)
    table.remove(history, 1)
  end
  if kind == 'handBack' then
    hand_back(id, job, now)
    return
  end
  local attempts = tonumber(job.Attempts or '0') + 1
  if kind == 'retry' then
    retry_job(id, job, attempts, retry_at, history, fields)
  end
  show_state(id, fields, unpack(history))
  if STATES[kind] then
    end_job(id, STATES[kind], attempts, now, string.sub(job.RecurringJobId or '""', 2, -2))
  end
end

local function settle_delays()
  if #delayed == 0 then
    return
  end
  local head = redis.call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')
  call_with('ZADD', DELAYED, delayed)
  call_with('ZADD', SCHEDULE, scheduled)
  call_with('ZADD', RETRIES, retries)
  local earliest = redis.call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')
  if earliest[2] ~= head[2] then
    redis.call('PUBLISH', DELAYED_CHANNEL, earliest[2])
  end
end
