-- Moves delayed jobs whose moment has come into their queues.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] at most how many
-- returns how many were moved, the moment of the next one (ms, '' none)
-- @include more_keys
-- @include read_job
-- @include cancel_job
-- @include queue_pushes
local now, hour = ARGV[1], ARGV[2]
local ids = redis.call('ZRANGEBYSCORE', DELAYED, '-inf', now, 'LIMIT', 0, ARGV[3])
local promoted, members, events = {}, {}, {}

for _, id in ipairs(ids) do
  local job = read_job(id)
  members[#members + 1] = schedule_member(id, job.Queue)
  if job.State == 'Scheduled' then
    promoted[#promoted + 1] = { id = id, queue = job.Queue }
    push_later(job.Queue, job.Priority, id)
    events[#events + 1] = event(id, 'queued', tonumber(job.Attempts or '0') + 1, draw_token(now), job, '')
  elseif job.State == 'Deleted' and not job.Ended then
    events[#events + 1] = cancel_job(id, job, '"deleted on the Hangfire dashboard"', now)
  end
end

push_all('LPUSH')
call_with('RPUSH', OUTBOX, events)
for _, job in ipairs(promoted) do
  redis.call('HSET', job_key(job.id), 'State', 'Enqueued')
  show_enqueued(job.id, job.queue, now, nil)
end
call_with('ZREM', SCHEDULE, members)
call_with('ZREM', RETRIES, ids)
call_with('ZREM', DELAYED, ids)
settle_ends(now, hour)
return { #promoted, redis.call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2] or '' }
