-- Appends those events of a text to a list whose numbers are wanted, each with the worker that is named above it.
local function add_lines(list, text, wanted)
  local i, worker = 0, ''
  for line in string.gmatch(text, '[^\n]+') do
    if string.byte(line) == 35 then
      worker = line .. '\n'
    else
      i = i + 1
      if wanted[i] then
        list[#list + 1] = worker .. line
      end
    end
  end
end
