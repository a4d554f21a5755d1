-- @include more_keys
-- @include call_with
-- @include buffer
-- @include change_job
-- @include owners
-- Ends of jobs: the job's own fields, Hangfire's lists of ended jobs, its counters, and the overlap guard. Collected, then settled once a batch.
local KEPT = 500
local KEPT_SECONDS = 86400
local LISTS = { Succeeded = SUCCEEDED, Deleted = DELETED }
local COUNTERS = { Succeeded = 'succeeded', Deleted = 'deleted', Failed = 'failed' }
local ended = { Succeeded = {}, Deleted = {}, Failed = {} }
local freed = {}
local forgotten, unshown = {}, 0

local function free_guard(key, id)
  freed[key] = freed[key] or {}
  freed[key][#freed[key] + 1] = id
end

local function add_job_keys(keys, id)
  local n = #keys
  keys[n + 1], keys[n + 2], keys[n + 3] = job_key(id), state_key(id), history_key(id)
end

-- key: the schedule.
local function end_job(id, state, attempts, now, key)
  change_job(id, 'State', state, 'Attempts', attempts, 'Ended', now)
  local ids = ended[state]
  ids[#ids + 1] = id
  if LISTS[state] then
    redis.call('EXPIRE', job_key(id), KEPT_SECONDS)
    redis.call('EXPIRE', state_key(id), KEPT_SECONDS)
    redis.call('EXPIRE', history_key(id), KEPT_SECONDS)
  end
  free_guard(key, id)
end

-- The end of a job that succeeded and that no page is to show. Its schedule is the part of its id before the @. mark: of its owner.
local function forget_job(id, mark)
  unshown = unshown + 1
  if mark == FRESH then
    -- A key that is not there takes Redis as long to find as one that is.
    forgotten[#forgotten + 1], forgotten[#forgotten + 2] = job_key(id), state_key(id)
  elseif mark ~= NEW then
    add_job_keys(forgotten, id)
  end
  free_guard(string.sub(id, 1, string.find(id, '@', 1, true) - 1), id)
end

local function any_exists(key_of_schedule)
  local keys = {}
  for key in pairs(freed) do
    keys[#keys + 1] = key_of_schedule(key)
  end
  return #keys > 0 and redis.call('EXISTS', unpack(keys)) > 0
end

-- Many schedules count no runs, and hardly ever does one wait for another: one question for all of a call, and only then one each.
local function settle_freed(now)
  if any_exists(active_key) then
    for key, ids in pairs(freed) do
      call_with('ZREM', active_key(key), ids)
    end
  end
  if any_exists(buffered_key) then
    for key in pairs(freed) do
      if redis.call('EXISTS', buffered_key(key)) == 1 and redis.call('EXISTS', active_key(key)) == 0 then
        release_next(key, now)
      end
    end
  end
  freed = {}
end

-- What is to be done before the leases of ended jobs end: else a server that is killed in between would leave jobs that block their schedules and that nobody finds.
local function settle_guards(now)
  if #forgotten > 0 then
    redis.call('UNLINK', unpack(forgotten))
    forgotten = {}
  end
  settle_freed(now)
  settle_buffers()
end

local function count(name, by, seconds)
  if redis.call('INCRBY', stats_key(name), by) == by and seconds then
    redis.call('EXPIRE', stats_key(name), seconds)
  end
end

-- Forgets jobs that the pages no longer show. At most 2,000 a call: those beyond have their expiry.
local function trim(list)
  local keys = {}
  for _, id in ipairs(redis.call('LRANGE', list, KEPT, KEPT + 1999)) do
    add_job_keys(keys, id)
  end
  if #keys > 0 then
    redis.call('UNLINK', unpack(keys))
    redis.call('LTRIM', list, 0, KEPT - 1)
  end
end

local function show_ended(state, ids, now)
  if LISTS[state] then
    call_with('LPUSH', LISTS[state], ids)
    trim(LISTS[state])
  else
    local scores = {}
    for _, id in ipairs(ids) do
      scores[#scores + 1] = string.sub(now, 1, -4)
      scores[#scores + 1] = id
    end
    call_with('ZADD', FAILED, scores)
  end
end

-- hour: yyyy-MM-dd-HH, UTC.
local function settle_ends(now, hour)
  settle_guards(now)
  for state, ids in pairs(ended) do
    local total = #ids + (state == 'Succeeded' and unshown or 0)
    if total > 0 then
      local name = COUNTERS[state]
      count(name .. ':' .. string.sub(hour, 1, 10), total, 2592000)
      count(name .. ':' .. hour, total, 86400)
      if LISTS[state] then
        count(name, total)
      end
    end
    if #ids > 0 then
      show_ended(state, ids, now)
    end
  end
end
