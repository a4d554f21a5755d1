-- One command over a list of values; nothing when the list is empty, which Redis would refuse. At most 7,000 values (the Lua stack).
local function call_with(command, key, values)
  if #values > 0 then
    redis.call(command, key, unpack(values))
  end
end
