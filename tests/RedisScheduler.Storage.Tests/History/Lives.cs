using RedisScheduler.Executions;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>The random life of a run, as workers, retries, crashes, hand-backs, cancellations and requeues make it. Every lease, and all that happens between leases, has a token of its own.</summary>
internal sealed class Lives(Random random, long due)
{
    private const int WithoutAStart = 5;

    private readonly List<JobEvent> life = [];
    private long token = random.Next(100);

    /// <summary>The events of one run in the order in which they happened.</summary>
    public static List<JobEvent> Of(Random random, long due)
    {
        var one = new Lives(random, due);
        one.Live();
        return one.life;
    }

    private void Live()
    {
        if (random.Next(10) == 0)
        {
            life.Add(NotRun(ExecutionStatus.Skipped, due, "overlap"));
            return;
        }

        life.Add(Fired(due) with { Payload = random.Next(4) == 0 ? "{\"own\":true}" : null });
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            var handedBack = random.Next(5) == 0;
            if (handedBack)
                HandBack(attempt);
            var worker = $"w{random.Next(3)}";
            token++;
            if (random.Next(3) > 0)
                Add(Started(attempt, due, worker));
            // Whose start an end means that has none itself cannot be told in any order, where the attempt had begun twice.
            if (End(random.Next(handedBack ? WithoutAStart : WithoutAStart + 1), attempt, worker))
                return;
        }
    }

    /// <summary>One end of an attempt; true when the run is over.</summary>
    private bool End(int outcome, int attempt, string worker)
    {
        switch (outcome)
        {
            case 0:
                Add(Ended(ExecutionStatus.Succeeded, attempt, due) with { Worker = worker });
                return true;
            case 1:
                Add(Ended(ExecutionStatus.TimedOut, attempt, due) with { Worker = worker });
                return true;
            case 2:
                Add(FailedAttempt(attempt, due, worker));
                token++;
                Add(Ended(ExecutionStatus.Cancelled, attempt, due) with { StartedMs = null, Worker = null, Error = null, Reason = "by ann" });
                return true;
            case 3:
                Add(FailedAttempt(attempt, due, worker));
                Wait(attempt + 1);
                return false;
            case 4:
                Add(Ended(ExecutionStatus.Failed, attempt, due) with { Worker = worker });
                Wait(attempt + 1);
                return false;
            case WithoutAStart:
                Wait(attempt, ExecutionStatus.Lost);
                return false;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome));
        }
    }

    private void HandBack(int attempt)
    {
        token++;
        Add(Started(attempt, due, "leaving") with { StartedMs = StartOf(due, attempt) - 500 });
        Add(Started(attempt, due, "leaving") with { Status = ExecutionStatus.Queued, StartedMs = null });
    }

    private void Wait(int attempt, ExecutionStatus? lost = null)
    {
        token++;
        Add(
            Started(attempt, due, "recovered") with
            {
                Status = ExecutionStatus.Queued,
                StartedMs = null,
                AttemptStatus = lost,
                FinishedMs = lost is null ? null : StartOf(due, attempt) + 300,
            }
        );
    }

    private void Add(JobEvent fact) => life.Add(fact with { Token = token });
}
