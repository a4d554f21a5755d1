-- Cancels a job: at once where it waits, by asking its worker where it runs.
-- KEYS[1] prefix
-- ARGV[1] id, ARGV[2] reason (JSON string), ARGV[3] now (ms), ARGV[4] hour (yyyy-MM-dd-HH)
-- returns a word: cancelled | requested | notActive
-- @include keys
-- @include read_job
-- @include active_runs
-- @include cancel_job
local id, reason, now, hour = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
write_out_new(id)
local job = read_job(id)
if not job.State or not job.Spec or ENDED_STATES[job.State] then
  return { 'notActive' }
end
if redis.call('HEXISTS', OWNERS, id) == 1 then
  ask_to_cancel(id, reason)
  return { 'requested' }
end
redis.call('RPUSH', OUTBOX, cancel_waiting(id, job, reason, now))
settle_ends(now, hour)
return { 'cancelled' }
