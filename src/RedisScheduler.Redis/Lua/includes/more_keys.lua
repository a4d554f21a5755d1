-- @include keys
-- Names of keys that scripts which make jobs hardly ever need: each costs at each call; see seldom.lua.
local DELAYED = P .. 'delayed'
local SCHEDULE = P .. 'schedule'
local RETRIES = P .. 'retries'
local PROCESSING = P .. 'processing'
local SUCCEEDED = P .. 'succeeded'
local DELETED = P .. 'deleted'
local FAILED = P .. 'failed'
local OUTBOX_HOLDER = P .. 'outbox:holder'
local SERVERS = P .. 'servers'
local COMPARED = P .. 'compared'
local SHARDS = P .. 'shards'
local DUE_CHANNEL = P .. 'rs:due'
local CANCEL_CHANNEL = P .. 'rs:cancel'
local DELAYED_CHANNEL = P .. 'rs:delayed'

local function history_key(id) return P .. 'job:' .. id .. ':history' end
local function dequeued_key(queue) return P .. 'queue:' .. queue .. ':dequeued' end
local function stats_key(name) return P .. 'stats:' .. name end
local function server_key(id) return P .. 'server:' .. id end
local function server_queues_key(id) return P .. 'server:' .. id .. ':queues' end

-- The member of a delayed job in Hangfire's `schedule`, which carries the queue where it is not the default one.
local function schedule_member(id, queue)
  if queue == 'default' then
    return id
  end
  return queue .. ':' .. id
end
