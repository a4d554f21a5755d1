-- @include seldom
-- Records the making of jobs. text: the events of all that a call might make (a line each); outcomes: for each of them nil (it was not made), run, or wait | skip with the run in
-- the way in blockers. Nearly always all are made and run, and the text is what is to be recorded.
local function record_made(events, text, count, outcomes, blockers)
  local plain = count > 0
  for i = 1, count do
    plain = plain and outcomes[i] == 'run'
  end
  if plain then
    events[#events + 1] = text
    return
  end
  local i = 0
  for line in string.gmatch(text, '[^\n]+') do
    i = i + 1
    if outcomes[i] then
      events[#events + 1] = outcomes[i] == 'run' and line or seldom().overlapped(line, outcomes[i], blockers[i])
    end
  end
end
