-- @include queue_pushes
-- Queues a new job whose hash and state are copies of those of the job that this call has queued before, but for what it does not share: a copy takes Redis a sixth of what it takes to make a hash.
local can_copy = true
local OWN = { 'Run', '', 'Spec', '', 'RecurringJobId', '', 'Arguments', '' }
local ALWAYS_OWN = #OWN

-- model: that one: its keys (job, state), its run, its queue and priority, whether it has a who and a payload. same: they differ in id and run alone.
-- Returns whether it was queued: not where one has fields that the other one lacks, nor where a job of its id exists, nor where the server has no COPY (Garnet), or keeps it from us.
local function copy_job(job, model, same)
  local has_who, has_payload
  if not same then
    has_who, has_payload = (job.who or '') ~= '', (job.payload or '') ~= ''
    if job.queue ~= model.queue or job.priority ~= model.priority or has_who ~= model.has_who or has_payload ~= model.has_payload then
      return false
    end
  end
  local key = job_key(job.id)
  local copied = can_copy and redis.pcall('COPY', model.job, key)
  can_copy = copied == 0 or copied == 1
  if copied ~= 1 then
    return false
  end

  if not same then
    local last = ALWAYS_OWN
    OWN[2], OWN[4], OWN[6], OWN[8] = job.run, job.spec, '"' .. job.key .. '"', '["\\"' .. job.key .. '\\""]'
    if has_who then
      OWN[last + 1], OWN[last + 2], last = 'Who', job.who, last + 2
    end
    if has_payload then
      OWN[last + 1], OWN[last + 2], last = 'Payload', job.payload, last + 2
    end
    redis.call('HSET', key, unpack(OWN, 1, last))
    model.job, model.run = key, job.run
  elseif job.run ~= model.run then
    redis.call('HSET', key, 'Run', job.run)
  end
  redis.call('COPY', model.state, state_key(job.id), 'REPLACE')
  push_later(job.queue, job.priority, job.id)
  return true
end
