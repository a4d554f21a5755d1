-- What hardly any call of the scripts that make jobs needs. It is made when it is asked for first: Redis makes all functions of a script anew at each call, and making these takes a fifth of
-- a call of one job.
local seldom_made

local function seldom()
  if not seldom_made then
    -- @include overlap
    -- @include take
    seldom_made = { admit = admit_with_others, overlapped = overlapped, take = take, settle_ends = settle_ends }
  end
  return seldom_made
end

-- Settles the ends of others, where some were ended.
local function settle_seldom(now, hour)
  if seldom_made then
    seldom_made.settle_ends(now, hour)
  end
end
