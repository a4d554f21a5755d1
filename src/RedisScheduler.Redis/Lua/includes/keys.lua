-- Names of keys. The one place where scripts build them; HangfireKeys.cs has the same names, and a test compares both.
local P = KEYS[1]
local RECURRING_JOBS = P .. 'recurring-jobs'
local QUEUES = P .. 'queues'
local PAUSED_QUEUES = P .. 'queues:paused'
local OWNERS = P .. 'owners'
local LEASE_TOKEN = P .. 'lease-token'
local DELAYED = P .. 'delayed'
local SCHEDULE = P .. 'schedule'
local RETRIES = P .. 'retries'
local PROCESSING = P .. 'processing'
local SUCCEEDED = P .. 'succeeded'
local DELETED = P .. 'deleted'
local FAILED = P .. 'failed'
local OUTBOX = P .. 'outbox'
local OUTBOX_HOLDER = P .. 'outbox:holder'
local SERVERS = P .. 'servers'
local COMPARED = P .. 'compared'
local SHARDS = P .. 'shards'
local FETCH_CHANNEL = P .. 'JobFetchChannel'
local DUE_CHANNEL = P .. 'rs:due'
local CANCEL_CHANNEL = P .. 'rs:cancel'
local DELAYED_CHANNEL = P .. 'rs:delayed'

local function recurring_key(key) return P .. 'recurring-job:' .. key end
local function active_key(key) return P .. 'active:' .. key end
local function buffered_key(key) return P .. 'buffered:' .. key end
local function job_key(id) return P .. 'job:' .. id end
local function state_key(id) return P .. 'job:' .. id .. ':state' end
local function history_key(id) return P .. 'job:' .. id .. ':history' end
local function dequeued_key(queue) return P .. 'queue:' .. queue .. ':dequeued' end
local function stats_key(name) return P .. 'stats:' .. name end
local function server_key(id) return P .. 'server:' .. id end
local function server_queues_key(id) return P .. 'server:' .. id .. ':queues' end

-- Priority 5 has Hangfire's own list, so that its Queues page shows the usual jobs; the others have lists beside it.
local function queue_key(queue, priority)
  if not priority or priority == '5' then
    return P .. 'queue:' .. queue
  end
  return P .. 'queue:' .. queue .. ':p' .. priority
end

-- The member of a delayed job in Hangfire's `schedule`, which carries the queue where it is not the default one.
local function schedule_member(id, queue)
  if queue == 'default' then
    return id
  end
  return queue .. ':' .. id
end
