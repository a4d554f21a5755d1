-- Draws numbers that only grow, and answers the last of them: fencing tokens of leases, and of what happens to a job between leases. A new counter begins at the time in microseconds,
-- so that numbers go on growing although Redis was emptied.
local function draw_tokens(count, now)
  local last = redis.call('INCRBY', LEASE_TOKEN, count)
  if last == count then
    last = redis.call('INCRBY', LEASE_TOKEN, now .. '000')
  end
  return last
end

-- Numbers of this size lose digits when Lua makes them into text by itself.
local function token_text(token)
  return string.format('%d', token)
end

-- That of all leases of a call, and one before it for what is queued anew on the way.
local drawn_for_leases
local function lease_token(now)
  drawn_for_leases = drawn_for_leases or draw_tokens(2, now)
  return drawn_for_leases
end
