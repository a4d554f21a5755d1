-- Scores of recurring-jobs. That of a schedule of ours that has a fire time is this time (ms) less 5 * 10^14: the earliest first, and negative, which no Hangfire server fires. One without has -1.
-- What is not negative is of Hangfire's clients, in seconds; "trigger now" puts such a score in place of ours.
local NEVER = '-1'
local FIRE_ORIGIN = 500000000000000

local function fire_score(ms)
  return string.format('%.0f', ms - FIRE_ORIGIN)
end

local function has_fire_time(score)
  return score and tonumber(score) < -1
end
