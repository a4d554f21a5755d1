-- Jobs that this call made, that have no past, and that it may take at once: spec, who, payload, run, queue and reason, by their ids. A take reads them here, and takes them off; those that
-- are left wait in their queues, and their state is still to be shown.
local new_jobs = {}
