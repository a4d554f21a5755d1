-- A job that was leased by the call that made it: most such jobs end, and are forgotten, before anybody looks, so they have no keys of their own. What one is stands behind its lease
-- (owner_text.lua), a line each: priority and run, who, spec, payload.
local function new_job_text(job)
  return '\n' .. job.priority .. ' ' .. job.run .. '\n' .. (job.who or '') .. '\n' .. job.spec .. '\n' .. (job.payload or '')
end
