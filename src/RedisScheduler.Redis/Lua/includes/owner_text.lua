-- Who has a job under lease, and until when, as `owners` keeps it: token, mark, end of the lease (ms), queue, worker. The mark is P of a job that is shown as Processing, N of a new one, which
-- has no keys of its own yet (new_job.lua) and of which the lines that follow tell all, F of one that was fresh when it was taken: it has no history; else -.
local function owner_text(token, mark, lease_until, queue, worker)
  return token .. ' ' .. mark .. ' ' .. lease_until .. ' ' .. queue .. ' ' .. worker
end
