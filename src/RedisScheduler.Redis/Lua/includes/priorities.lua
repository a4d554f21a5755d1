-- All of them, as texts, the most urgent first.
local PRIORITIES = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' }
