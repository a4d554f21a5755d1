-- Removes schedules that are not registered with a newer revision. Recurring jobs of other makers, which have no revision, stay.
-- KEYS[1] prefix
-- ARGV[1] number of schedules, then 2 a schedule: key, revision
-- returns how many were removed
-- @include keys
-- @include call_with
local keys, hashes = {}, {}
for i = 1, tonumber(ARGV[1]) do
  local key, revision = ARGV[2 * i], ARGV[2 * i + 1]
  local known = redis.call('HGET', recurring_key(key), 'Rev')
  if known and tonumber(known) <= tonumber(revision) then
    keys[#keys + 1] = key
    hashes[#hashes + 1] = recurring_key(key)
  end
end
call_with('ZREM', RECURRING_JOBS, keys)
if #hashes > 0 then
  redis.call('UNLINK', unpack(hashes))
end
return { #keys }
