-- Whose run a job is, as the members of an event: its schedule's key tells the scope and the id, and its field Who (absent: none) the workflow and the producer.
local function identity(key, who)
  local scope, schedule = string.match(key, '^(.-)~(.*)$')
  local text = '"scope":"' .. (scope or 'default') .. '","scheduleId":"' .. (schedule or key) .. '"'
  local workflow, producer = string.match(who or '', '^(%S+) ?(.*)$')
  if workflow then
    text = text .. ',"workflowId":"' .. workflow .. '"'
  end
  if producer and producer ~= '' then
    text = text .. ',"producer":"' .. producer .. '"'
  end
  return text
end
