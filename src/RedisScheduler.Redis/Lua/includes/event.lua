-- The JSON of a history event. The identity of the run is the head of its Spec, up to "attempts" (SpecText.cs writes them in this order).
-- token: text, as of draw_token; rest: further members, each with a comma before it.
local function event(id, status, attempt, token, spec, rest)
  local identity = spec and string.match(spec, '^{(.-),"attempts":')
  return '{"id":"' .. id .. '","status":"' .. status .. '","attempt":' .. attempt .. ',"token":' .. token .. (identity and ',' .. identity or '') .. rest .. '}'
end
