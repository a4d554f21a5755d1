-- The schedule's key out of a JSON string or a JSON array with one string in it: "key", or ["\"key\""]; '' when there is none.
local function key_of(json)
  return json and string.match(json, '[A-Za-z0-9._~-]+') or ''
end
