-- @include owners
-- @include tokens
-- @include priorities
-- Takes jobs out of queues under leases. Appends their token, one for all, to answer, then 6 values a job: id, attempts over and failures ('' for none), its run (run.lua), who ('' none), spec,
-- payload ('' none).
-- Ids that are not to be run (gone, leased, ended, cancelled) are dropped, and others taken in their place. Returns how many were taken.
local DROPPED_AT_MOST = 1000

-- The ids that are next, first one first. They stay in the list until they are leased, so that no job is ever in neither place.
local function next_ids(list, count)
  local tail, ids = redis.call('LRANGE', list, -count, -1), {}
  for i = #tail, 1, -1 do
    ids[#ids + 1] = tail[i]
  end
  return ids
end

-- One that is not new to us; see seldom.lua.
local examine_made

local function examine_seldom(id, now, token, events)
  if not examine_made then
    -- @include examine
    examine_made = examine
  end
  return examine_made(id, now, token, events)
end

-- Its spec, who, payload, run and past; nil where it may not run now.
local function takeable(id, now, token, events)
  local job = redis.call('HMGET', job_key(id), 'State', 'Fresh', 'Spec', 'Run')
  if job[1] == 'Enqueued' and job[2] == 'all' then
    return job[3], '', '', job[4], ''
  elseif job[1] == 'Enqueued' and job[2] then
    local more = redis.call('HMGET', job_key(id), 'Who', 'Payload')
    return job[3], more[1], more[2], job[4], ''
  end
  return examine_seldom(id, now, token, events)
end

local function take(worker, queues, want, now, lease_until, events, answer)
  local taken, dropped, token = 0, 0, nil

  -- Returns whether the list may hold more.
  local function take_from(list, queue)
    local ids = next_ids(list, want - taken)
    if #ids == 0 then
      return false
    end
    local known = redis.call('HMGET', OWNERS, unpack(ids))
    token = token or lease_token(now)
    answer[1] = token_text(token)
    local owner, seen, owners, count, out = owner_text(answer[1], '-', lease_until, queue, worker), {}, {}, 0, #answer
    for i, id in ipairs(ids) do
      local spec, who, payload, run, past
      if not known[i] and not seen[id] then
        spec, who, payload, run, past = takeable(id, now, token, events)
      end
      seen[id] = true
      if spec then
        owners[2 * count + 1], owners[2 * count + 2] = id, owner
        answer[out + 1], answer[out + 2], answer[out + 3] = id, past, run
        answer[out + 4], answer[out + 5], answer[out + 6] = who or '', spec, payload or ''
        count, out = count + 1, out + 6
      end
    end
    call_with('HSET', OWNERS, owners)
    redis.call('LTRIM', list, 0, -#ids - 1)
    taken, dropped = taken + count, dropped + #ids - count
    return true
  end

  for _, queue in ipairs(queues) do
    if taken < want and redis.call('SISMEMBER', PAUSED_QUEUES, queue) == 0 then
      for _, priority in ipairs(PRIORITIES) do
        while taken < want and dropped < DROPPED_AT_MOST and take_from(queue_key(queue, priority), queue) do end
      end
    end
  end
  return taken
end
