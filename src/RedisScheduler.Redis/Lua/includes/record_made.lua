-- @include seldom
-- Records the making of jobs. text: the events of all that a call might make (a line each); outcomes: for each of them nil (it was not made), run, or wait | skip with the run in
-- the way in blockers. Nearly always all are made and run, and the text is what is to be recorded.
local function record_made(events, text, count, outcomes, blockers)
  local i = 1
  while outcomes[i] == 'run' do
    i = i + 1
  end
  if i > count then
    events[#events + 1] = count > 0 and text or nil
    return
  end
  i = 0
  for line in string.gmatch(text, '[^\n]+') do
    i = i + 1
    if outcomes[i] then
      events[#events + 1] = outcomes[i] == 'run' and line or seldom().overlapped(line, outcomes[i], blockers[i])
    end
  end
end
