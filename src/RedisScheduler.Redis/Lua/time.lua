-- Tells the time of the server that has the prefix.
-- KEYS[1] prefix
-- returns 2: unix seconds, microseconds of the second
return redis.call('TIME')
