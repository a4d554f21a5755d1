-- Names of keys. Here and in more_keys.lua alone do scripts build them; HangfireKeys.cs has the same names, and a test compares both.
local P = KEYS[1]
local RECURRING_JOBS = P .. 'recurring-jobs'
local QUEUES = P .. 'queues'
local PAUSED_QUEUES = P .. 'queues:paused'
local OWNERS = P .. 'owners'
local LEASE_TOKEN = P .. 'lease-token'
local OUTBOX = P .. 'outbox'
local FETCH_CHANNEL = P .. 'JobFetchChannel'

local function recurring_key(key) return P .. 'recurring-job:' .. key end
local function active_key(key) return P .. 'active:' .. key end
local function buffered_key(key) return P .. 'buffered:' .. key end
local function job_key(id) return P .. 'job:' .. id end
local function state_key(id) return P .. 'job:' .. id .. ':state' end

-- Priority 5 has Hangfire's own list, so that its Queues page shows the usual jobs; the others have lists beside it.
local function queue_key(queue, priority)
  if not priority or priority == '5' then
    return P .. 'queue:' .. queue
  end
  return P .. 'queue:' .. queue .. ':p' .. priority
end
