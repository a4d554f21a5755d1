-- Each saved schedule is updated once more, when it is in Redis. With room for the row beside itself no index hears of that.
ALTER TABLE schedules SET (fillfactor = 50);
