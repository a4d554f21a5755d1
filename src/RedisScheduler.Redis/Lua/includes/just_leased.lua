-- What this call has leased and not yet written, by the ids.
local just_leased = {}
