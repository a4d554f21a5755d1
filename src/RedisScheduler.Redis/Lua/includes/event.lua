-- @include identity
-- The JSON of a history event. job: as of read_job, or what it has of it. token: text, as of draw_token; rest: further members, each with a comma before it.
local function event(id, status, attempt, token, job, rest)
  local key = string.sub(job.RecurringJobId or '""', 2, -2)
  local whose = key ~= '' and ',' .. identity(key, job.Who) or ''
  return '{"id":"' .. id .. '","status":"' .. status .. '","attempt":' .. attempt .. ',"token":' .. token .. whose .. rest .. '}'
end
