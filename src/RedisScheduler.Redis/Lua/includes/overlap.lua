-- @include active_runs
-- @include buffer
-- @include cancel_job
-- What becomes of a run that is to be made while another of its schedule is active: Temporal's overlap policies.
local BUFFER_LIMIT = 1000

-- Stops all that is active or waits; returns one that still runs, nil when none does.
local function cancel_others(key, id, now, events)
  local reason, running = '"overlap: cancelled by ' .. id .. '"', nil
  for _, set in ipairs({ active_key(key), buffered_key(key) }) do
    for _, other in ipairs(redis.call('ZRANGE', set, 0, -1)) do
      local job = read_job(other)
      if redis.call('HEXISTS', OWNERS, other) == 1 then
        ask_to_cancel(other, reason)
        running = other
      elseif job.State and not ENDED_STATES[job.State] then
        events[#events + 1] = cancel_waiting(other, job, reason, now)
      end
    end
  end
  return running
end

-- As admit, of the policies that keep a run, or end others. A run that is left over in the buffer, because the one before it vanished, goes first.
local function admit_with_others(id, key, overlap, now, events)
  local blocker = active_run(key) or release_next(key, now)
  if not blocker then
    return 'run'
  end
  if overlap == 'cancelOther' then
    local running = cancel_others(key, id, now, events)
    return running and 'wait' or 'run', running
  end
  local limit = overlap == 'bufferOne' and 1 or overlap == 'bufferAll' and BUFFER_LIMIT or 0
  if limit == 0 then
    return 'skip', blocker
  end
  local waiting = redis.call('ZRANGE', buffered_key(key), 0, 0)[1]
  local full = waiting and redis.call('ZCARD', buffered_key(key)) >= limit
  return full and 'skip' or 'wait', full and waiting or blocker
end

-- The event of a run that is to be queued, as that of one that is skipped, or that waits. Where it has a reason already, it keeps it behind this one. line: words and JSON (EventText.cs).
local function overlapped(line, admitted, blocker)
  local reason = '"reason":"' .. (admitted == 'skip' and 'overlap: ' or 'waits for ') .. blocker
  local merged, had = string.gsub(line, '"reason":"', reason .. '; ', 1)
  if had == 0 then
    merged, had = string.gsub(line, ' {', ' {' .. reason .. '",', 1)
  end
  if had == 0 then
    merged = line .. ' {' .. reason .. '"}'
  end
  if admitted == 'skip' then
    -- It was never queued.
    merged = string.gsub(merged, '^(%S+) queued (%S+ %S+ %S+ %S+) %S+', '%1 skipped %2 -', 1)
  end
  return merged
end
