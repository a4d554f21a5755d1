-- Workers ask every few seconds in which scopes a schedule has an alertAfter, and for such a schedule by its scope and id.
DROP INDEX schedules_alert_after;
CREATE INDEX schedules_alert_after ON schedules (scope, id) WHERE alert_after IS NOT NULL;
