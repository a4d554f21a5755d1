using RedisScheduler.Executions;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Random lives of runs, as workers, retries, crashes, hand-backs, cancellations and requeues make them.</summary>
internal static class Lives
{
    /// <summary>The events of one run in the order in which they happened.</summary>
    public static List<JobEvent> Of(Random random, long due)
    {
        var life = new List<JobEvent> { Fired(due) with { Payload = random.Next(4) == 0 ? "{\"own\":true}" : null } };
        if (random.Next(10) == 0)
            return [NotRun(ExecutionStatus.Skipped, due, "overlap")];
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            var worker = $"w{random.Next(3)}";
            // Of two workers that had the same attempt, its end names the one that counts; so one that was handed back is followed by such an end.
            var handedBack = random.Next(5) == 0;
            if (handedBack)
                life.AddRange([Started(attempt, due, "leaving") with { StartedMs = StartOf(due, attempt) - 500 }, Waits(attempt, due)]);
            if (random.Next(3) > 0)
                life.Add(Started(attempt, due, worker));
            if (Ends(life, random.Next(handedBack ? 5 : 6), attempt, due, worker))
                return life;
        }

        return life;
    }

    private static bool Ends(List<JobEvent> life, int outcome, int attempt, long due, string worker)
    {
        switch (outcome)
        {
            case 0:
                life.Add(Ended(ExecutionStatus.Succeeded, attempt, due) with { Worker = worker });
                return true;
            case 1:
                life.Add(Ended(ExecutionStatus.TimedOut, attempt, due) with { Worker = worker });
                return true;
            case 2:
                life.Add(FailedAttempt(attempt, due, worker));
                life.Add(Ended(ExecutionStatus.Cancelled, attempt, due) with { StartedMs = null, Worker = null, Error = null, Reason = "by ann" });
                return true;
            case 3:
                life.Add(FailedAttempt(attempt, due, worker));
                life.Add(Waits(attempt + 1, due));
                return false;
            case 5:
                life.Add(Waits(attempt, due) with { AttemptStatus = ExecutionStatus.Lost, FinishedMs = StartOf(due, attempt) + 300, Worker = worker });
                return false;
            default:
                life.Add(Ended(ExecutionStatus.Failed, attempt, due) with { Worker = worker });
                life.Add(Waits(attempt + 1, due));
                return false;
        }
    }

    private static JobEvent Waits(int attempt, long due) => Fired(due) with { Attempt = attempt, EnqueuedMs = null, SetsNextDue = false, NextDueMs = null };
}
