-- The JSON of a history event. The identity of the run is the head of its Spec, up to "attempts" (SpecText.cs writes them in this order).
-- It draws a number from the leases' counter, so that it comes after all that happened to the run before, and before its next lease.
-- rest: further members, each with a comma before it.
local function event(id, status, attempt, spec, rest)
  local identity = spec and string.match(spec, '^{(.-),"attempts":')
  return '{"id":"' .. id .. '","status":"' .. status .. '","attempt":' .. attempt .. ',"token":' .. redis.call('INCR', LEASE_TOKEN) .. (identity and ',' .. identity or '') .. rest .. '}'
end
