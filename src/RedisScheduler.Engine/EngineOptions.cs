using Microsoft.Extensions.Options;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine;

/// <summary>How the engine of one process works. Checked when the engine is added to a host.</summary>
public sealed record EngineOptions
{
    /// <summary>The parts that run here. Default: all.</summary>
    public EngineRoles Roles { get; init; } = EngineRoles.All;

    /// <summary>The name of this process among all workers, never used twice. Default <c>host:pid:guid</c>, as Hangfire names its servers.</summary>
    public string WorkerId { get; init; } = $"{Environment.MachineName.ToLowerInvariant()}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>How many jobs run at once; 1 to 10,000, default 20. More helps jobs that wait for others (HTTP), not those that compute. A run that was fired a little before it is due has its slot meanwhile.</summary>
    public int Concurrency { get; init; } = 20;

    /// <summary>The queues to take from, in order of preference. Default: <c>default</c> alone.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [QueueNames.Default];

    /// <summary>
    /// How long a job is owned without a renewal; 1 s to 1 h, default 15 s. A shorter one brings the jobs of a killed worker back sooner; a longer one forgives longer freezes of the
    /// process and outages of Redis before its jobs are given to others.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long running jobs are left alone at stop before they are cancelled and handed back; 0 to 1 h, default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a job may go on after it was told to stop (time-out, cancellation, lost lease); 0 to 1 h, default 10 s. After that its end is written without it,
    /// and its slot is used again. At shutdown it is 2 s.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a job may lose its worker before it ends as lost; 0 to 1,000, default 5. Protects the fleet from a job that kills whoever runs it.</summary>
    public int MaxStalls { get; init; } = 5;

    /// <summary>How many due schedules are read in one call, and how many are fired in one at most; 1 to 10,000, default 500. A larger batch saves round trips and keeps Redis busy for longer at a time.</summary>
    public int FireBatch { get; init; } = 500;

    /// <summary>How many delayed or lost jobs are moved in one script; 1 to 10,000, default 1,000.</summary>
    public int MoveBatch { get; init; } = 1_000;

    /// <summary>How many facts are written into SQL in one transaction; 1 to 100,000, default 5,000.</summary>
    public int RecordBatch { get; init; } = 5_000;

    /// <summary>How long one process keeps the right to record without a renewal; 1 s to 1 h, default 10 s: as long does the history stand still after the recording process was killed.</summary>
    public TimeSpan RecorderLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often one of all processes compares SQL and Redis in full; 1 s to 1 day, default 1 minute. A comparison that takes longer than a tenth of it is followed by ten times as long a pause.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a look is taken whether Redis was emptied; 100 ms to 1 h, default 5 s.</summary>
    public TimeSpan EmptyCheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often this worker says that it is alive; 1 s to 1 minute, default 5 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long ended executions stay in SQL; 1 minute to 100 years, default 30 days.</summary>
    public TimeSpan ExecutionRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long rows of the audit log stay; 1 minute to 100 years, default 400 days.</summary>
    public TimeSpan AuditRetention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How long failed jobs stay in Redis, where Hangfire's pages show them; 1 minute to 100 years, default 7 days.</summary>
    public TimeSpan FailedRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many failed jobs stay in Redis; 0 to 1,000,000, default 10,000.</summary>
    public int FailedKeep { get; init; } = 10_000;

    /// <summary>Checks every value.</summary>
    /// <exception cref="OptionsValidationException">Some are out of range; it names each one and its range.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        var second = TimeSpan.FromSeconds(1);
        var hour = TimeSpan.FromHours(1);
        var century = TimeSpan.FromDays(36_525);
        Check(WorkerId, WorkerId.Length > 0, "must not be empty");
        Check(Queues.Count, Queues.Count > 0 && Queues.All(queue => queue.Length > 0), "must name at least one queue, and none may be empty", nameof(Queues));
        Range(Concurrency, 1, 10_000);
        Range(LeaseDuration, second, hour);
        Range(ShutdownTimeout, TimeSpan.Zero, hour);
        Range(StopGrace, TimeSpan.Zero, hour);
        Range(MaxStalls, 0, 1_000);
        Range(FireBatch, 1, 10_000);
        Range(MoveBatch, 1, 10_000);
        Range(RecordBatch, 1, 100_000);
        Range(RecorderLease, second, hour);
        Range(ReconcileInterval, second, TimeSpan.FromDays(1));
        Range(EmptyCheckInterval, TimeSpan.FromMilliseconds(100), hour);
        Range(HeartbeatInterval, second, TimeSpan.FromMinutes(1));
        Range(ExecutionRetention, TimeSpan.FromMinutes(1), century);
        Range(AuditRetention, TimeSpan.FromMinutes(1), century);
        Range(FailedRetention, TimeSpan.FromMinutes(1), century);
        Range(FailedKeep, 0, 1_000_000);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(EngineOptions), typeof(EngineOptions), faults);
        }

        void Range<T>(T value, T least, T most, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string name = "")
            where T : IComparable<T> => Check(value, value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, $"must be from {least} to {most}", name);

        void Check<T>(T value, bool ok, string rule, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string name = "")
        {
            if (!ok)
            {
                faults.Add($"{name} {rule}, and is '{value}'.");
            }
        }
    }
}
