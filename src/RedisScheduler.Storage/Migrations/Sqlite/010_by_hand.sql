-- Whoever changes a definition with SQL does not know of revisions. This notes that a row was changed without one, and the Reconciler saves it again as any change is saved.
ALTER TABLE schedules ADD COLUMN by_hand bigint NOT NULL DEFAULT 0;

CREATE TRIGGER schedules_by_hand AFTER UPDATE OF spec, enabled, workflow_runnable, pause_at, pause_until ON schedules
FOR EACH ROW WHEN NEW.revision = OLD.revision
BEGIN
  UPDATE schedules SET by_hand = 1 WHERE key = NEW.key;
END;
