-- @include owner_text
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

-- Its spec, who, payload, run and past, and whether it is fresh; nil where it may not run now.
local function takeable(id, now, token, events)
  local job = redis.call('HMGET', job_key(id), 'State', 'Fresh', 'Spec', 'Run')
  if job[1] == 'Enqueued' and job[2] == 'all' then
    return job[3], '', '', job[4], '', true
  elseif job[1] == 'Enqueued' and job[2] == 'more' then
    local more = redis.call('HMGET', job_key(id), 'Who', 'Payload')
    return job[3], more[1], more[2], job[4], '', true
  end
  return examine_seldom(id, now, token, events)
end

-- Ids that are under lease, and stand in a queue too: somebody may have requeued them on their pages, and given them a history.
local function note_history(ids)
  for _, id in ipairs(ids) do
    local owner = redis.call('HGET', OWNERS, id)
    if owner then
      redis.call('HSET', OWNERS, id, (string.gsub(owner, '^(%d+) F ', '%1 - ')))
    end
  end
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
    local owner, fresh_owner = owner_text(answer[1], '-', lease_until, queue, worker), owner_text(answer[1], 'F', lease_until, queue, worker)
    local seen, doubles, owners, count, out = {}, {}, {}, 0, #answer
    for i, id in ipairs(ids) do
      local spec, who, payload, run, past, fresh
      if known[i] or seen[id] then
        doubles[#doubles + 1] = id
      else
        spec, who, payload, run, past, fresh = takeable(id, now, token, events)
      end
      seen[id] = true
      if spec then
        owners[2 * count + 1], owners[2 * count + 2] = id, fresh and fresh_owner or owner
        answer[out + 1], answer[out + 2], answer[out + 3] = id, past, run
        answer[out + 4], answer[out + 5], answer[out + 6] = who or '', spec, payload or ''
        count, out = count + 1, out + 6
      end
    end
    call_with('HSET', OWNERS, owners)
    note_history(doubles)
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
