-- Makes jobs that are no occurrences, queues them, and records them in the outbox. A job whose id exists is left as it is; one whose overlap policy forbids it is only recorded.
-- Where nothing waits, a worker that asks for jobs in the same call gets what may run under lease at once.
-- KEYS[1] prefix
-- ARGV[1] now (ms), ARGV[2] hour (yyyy-MM-dd-HH), ARGV[3] number of jobs, ARGV[4] their events (a line each),
--   ARGV[5] worker ('' takes none), ARGV[6] end of the leases (ms), ARGV[7] how many to take at most, ARGV[8] number of queues, then the queues that it takes from,
--   then a job: id, due (ms), what is as of the job before it (all | way | '' nothing); unless all is, schedule key, revision of the schedule that must be registered ('' any), who ('' none), spec,
--   payload ('' none); and where nothing is, its way: trigger, queue, priority, overlap (allow | skip | bufferOne | bufferAll | cancelOther)
-- returns of what was leased the token ('' none) and the numbers of the jobs (from 1, a comma after each; * all);
--   then run where that became of each, else 2 a job: exists | changed | run | wait | skip, and the run in the way ('' none)
-- @include keys
-- @include lease_one
local now, hour, count, want, queue_count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[7]), tonumber(ARGV[8])
local first_job = 9 + queue_count

-- Any jobs. What it needs is made when it is asked for, as in seldom.lua: the functions cost more than one job does.
local function enqueue()
  -- @include make_job
  -- @include record_made
  -- @include lease_job
  local WIDTHS = { all = 3, way = 8, [''] = 12 }
  local ids, keys, sames, words, events, registered, made, outcomes, blockers = {}, {}, {}, {}, {}, {}, {}, {}, {}

  -- Their ids, what is as of the one before, and whether they are of one queue and one priority; and the keys of those that are
  -- to be looked for: making a copy tells by itself whether its id is there.
  local alike, at = true, first_job
  for i = 1, count do
    ids[i], sames[i] = ARGV[at], ARGV[at + 2]
    alike = alike and (sames[i] ~= '' or ARGV[at + 9] == ARGV[first_job + 9] and ARGV[at + 10] == ARGV[first_job + 10])
    if want > 0 or sames[i] ~= 'all' then
      keys[#keys + 1] = job_key(ids[i])
    end
    at = at + WIDTHS[sames[i]]
  end
  -- Hardly ever is one of them there: one question for all, and only then one each. A new one under lease has no hash.
  local some_exist = count > 0 and redis.call('EXISTS', unpack(keys)) > 0
  local owners = count > 0 and redis.call('HMGET', OWNERS, unpack(ids)) or {}

  -- Where not all can be leased at once, those go first that take would take first.
  if want > 0 and (count <= want or alike) then
    open_leases(ARGV[5], { unpack(ARGV, 9, 8 + queue_count) }, want, now, ARGV[6])
  end

  -- One table for all of them; and what makes a copy of the one before, where the next may be one.
  local job, all_run = {}, true
  local queue_same
  -- The revision that a schedule must have; and the one that it has, with its overlap policy.
  local wanted, schedule
  at = first_job
  for i = 1, count do
    local id, same = ids[i], sames[i]
    if queue_same and job.due ~= ARGV[at + 1] then
      job.run = run_text(ARGV[at + 1], now, job.trigger, job.key)
    end
    job.number, job.id, job.due = i, id, ARGV[at + 1]
    if same ~= 'all' then
      job.key, wanted, job.who, job.spec, job.payload = unpack(ARGV, at + 3, at + 7)
      schedule = registered[job.key] or redis.call('HMGET', recurring_key(job.key), 'Rev', 'Overlap')
      registered[job.key], queue_same = schedule, nil
    end
    if same == '' then
      job.trigger, job.queue, job.priority, job.overlap = unpack(ARGV, at + 8, at + 11)
    end
    at = at + WIDTHS[same]

    if wanted ~= '' and wanted ~= schedule[1] then
      words[i] = 'changed'
    elseif owners[i] or made[id] then
      words[i] = 'exists'
    elseif queue_same and queue_same(job) then
      if job.guarded then
        redis.call('ZADD', active_key(job.key), job.due, id)
      end
      words[i], outcomes[i] = 'run', 'run'
      -- One that is no copy, and has the same id, is to ask for itself.
      some_exist = true
    elseif (some_exist or want == 0 and same == 'all') and redis.call('EXISTS', job_key(id)) == 1 then
      words[i] = 'exists'
    else
      -- Runs of a schedule that allows overlaps need not be counted; what a subscription gets of an event is no run of the schedule itself, and is in nobody's way.
      job.guarded = job.trigger ~= 'event' and (job.overlap ~= 'allow' or schedule[1] and schedule[2] ~= 'allow')
      words[i], blockers[i] = make_job(job, now, events, lease_or_queue)
      made[id], outcomes[i] = true, words[i]
      -- What asks for others is made one by one.
      queue_same = sames[i + 1] == 'all' and job.overlap == 'allow' and not just_leased[id] and keeping().queue_same
    end
    all_run = all_run and words[i] == 'run'
  end

  settle_leases()
  record_made(events, ARGV[4], count, outcomes, blockers)
  call_with('RPUSH', OUTBOX, events)
  push_all('LPUSH')
  settle_seldom(now, hour)
  local token, numbers = leased_answer(count)
  local answer = { token, numbers, 'run' }
  if not all_run then
    for i = 1, count do
      answer[2 * i + 1], answer[2 * i + 2] = words[i], blockers[i] or ''
    end
  end
  return answer
end

return count == 1 and want > 0 and lease_one(first_job) or enqueue()
