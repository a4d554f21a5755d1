-- @include tokens
-- The token of what happens to a job between leases.
local function draw_token(now)
  return token_text(draw_tokens(1, now))
end
