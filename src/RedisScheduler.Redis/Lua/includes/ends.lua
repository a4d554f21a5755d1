-- @include call_with
-- Ends of jobs: the job's own fields, Hangfire's lists of ended jobs, its counters, and the overlap guard. Collected, then settled once a batch.
local KEPT = 500
local KEPT_SECONDS = 86400
local LISTS = { Succeeded = SUCCEEDED, Deleted = DELETED }
local COUNTERS = { Succeeded = 'succeeded', Deleted = 'deleted', Failed = 'failed' }
local ended = { Succeeded = {}, Deleted = {}, Failed = {} }
local freed = {}

-- key and guarded: the schedule, and whether the job is in its overlap guard.
local function end_job(id, state, attempts, now, key, guarded)
  redis.call('HSET', job_key(id), 'State', state, 'Attempts', attempts, 'Ended', now)
  local ids = ended[state]
  ids[#ids + 1] = id
  if LISTS[state] then
    redis.call('EXPIRE', job_key(id), KEPT_SECONDS)
    redis.call('EXPIRE', state_key(id), KEPT_SECONDS)
    redis.call('EXPIRE', history_key(id), KEPT_SECONDS)
  end
  if guarded then
    freed[key] = freed[key] or {}
    freed[key][#freed[key] + 1] = id
  end
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
    keys[#keys + 1] = job_key(id)
    keys[#keys + 1] = state_key(id)
    keys[#keys + 1] = history_key(id)
  end
  if #keys > 0 then
    redis.call('UNLINK', unpack(keys))
    redis.call('LTRIM', list, 0, KEPT - 1)
  end
end

-- hour: yyyy-MM-dd-HH, UTC.
local function settle_ends(now, hour)
  for state, ids in pairs(ended) do
    local name = COUNTERS[state]
    if #ids > 0 then
      count(name .. ':' .. string.sub(hour, 1, 10), #ids, 2592000)
      count(name .. ':' .. hour, #ids, 86400)
      if LISTS[state] then
        count(name, #ids)
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
  end
  for key, ids in pairs(freed) do
    call_with('ZREM', active_key(key), ids)
  end
end
