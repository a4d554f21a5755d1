using RedisScheduler.Definitions;
using RedisScheduler.Executions;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Ledger;

/// <summary>An entry of the ledger in words.</summary>
internal static class EntryWords
{
    internal static ExplainFact Of(Execution run) =>
        run.Status switch
        {
            ExecutionStatus.Skipped => new(ExplainKind.Skipped, $"It was skipped, because of the overlap policy ({run.Reason})."),
            ExecutionStatus.Missed => new(ExplainKind.Missed, $"It was missed ({run.Reason?.TrimEnd('.')})."),
            ExecutionStatus.Queued => new(ExplainKind.Queued, $"It was queued{At(run.EnqueuedAt)} and waits for a worker."),
            ExecutionStatus.Running or ExecutionStatus.Retrying => new(ExplainKind.Ran, $"{Started(run)}, and has not ended: it is {Words.Of(run.Status)}."),
            _ => new(ExplainKind.Ran, $"{Started(run)}, and ended as {Words.Of(run.Status)}{Took(run)}{Why(run)}."),
        };

    private static string Started(Execution run)
    {
        var made = run.Trigger == ExecutionTrigger.CatchUp ? "It was made up by the misfire policy" : "It ran";
        return run.StartedAt is null ? $"{made}, without a start" : $"{made}: started{At(run.StartedAt)}, {Length(run.LatenessMs)} after its due time";
    }

    private static string Took(Execution run) => run.DurationMs is { } ms ? $" after {Length(ms)}, in {run.Attempts} attempt{(run.Attempts == 1 ? "" : "s")}" : "";

    private static string Why(Execution run) => run.Error is { } error ? $": {error.Message.TrimEnd('.')}" : run.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "";

    private static string At(DateTimeOffset? time) => time is { } moment ? $" at {TimeText.Format(moment)}" : "";

    private static string Length(long? ms) => ms is null or <= 0 ? "0ms" : DurationText.Format(TimeSpan.FromMilliseconds(ms.Value));
}
