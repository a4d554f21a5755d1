using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;

namespace RedisScheduler.Engine.Housekeeping;

/// <summary>Clears away what is older than its retention, in small batches: one batch of each kind a round, and at once the next where one was full.</summary>
internal sealed class Janitor(
    IHistory history,
    IScheduleHistory schedules,
    IAlertStore alerts,
    IIdempotencyStore idempotency,
    IAuditLog audit,
    IJobControl jobs,
    EngineOptions options,
    TimeProvider time,
    ILogger<Janitor> log) : IService
{
    /// <summary>How many rows or jobs a batch deletes at most.</summary>
    internal const int Batch = 1_000;

    /// <summary>The wait between two rounds that found work left, so that others get their turn.</summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait after everything is cleared.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan IdempotencyRetention = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public string Name => nameof(Janitor);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var executions = await history.DeleteBeforeAsync(now - options.ExecutionRetention, Batch, cancel);
        var revisions = await schedules.DeleteBeforeAsync(now - options.ExecutionRetention, Batch, cancel);
        var told = await alerts.DeleteBeforeAsync(now - options.ExecutionRetention, Batch, cancel);
        var answers = await idempotency.DeleteBeforeAsync(now - IdempotencyRetention, Batch, cancel);
        var remembered = await audit.DeleteBeforeAsync(now - options.AuditRetention, Batch, cancel);
        var failed = await jobs.ForgetFailedAsync((now - options.FailedRetention).ToUnixTimeMilliseconds(), options.FailedKeep, Batch, cancel);
        var done = executions + revisions + told + answers + remembered + failed;
        if (done > 0)
        {
            log.Cleared(executions, answers, remembered, failed);
        }

        var full = executions >= Batch || revisions >= Batch || told >= Batch || answers >= Batch || remembered >= Batch || failed >= Batch;
        return new Round(done, full ? Breath : Interval);
    }
}
