-- Appends those lines of a text to a list whose numbers are wanted.
local function add_lines(list, text, wanted)
  local i = 0
  for line in string.gmatch(text, '[^\n]+') do
    i = i + 1
    if wanted[i] then
      list[#list + 1] = line
    end
  end
end
