-- Takes a worker off the list.
-- KEYS[1] prefix
-- ARGV[1] id
-- returns ok
-- @include more_keys
redis.call('UNLINK', server_key(ARGV[1]), server_queues_key(ARGV[1]))
redis.call('SREM', SERVERS, ARGV[1])
return { 'ok' }
