using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Events;

/// <summary>
/// The facts that Redis holds and the history does not know yet. Read before the history is read, the two together miss nothing that had happened by then: a fact that has left the
/// outbox was committed before.
/// </summary>
internal sealed class Unrecorded
{
    /// <summary>About more than this are not read: a history that is so far behind is not to be decided by.</summary>
    internal const int Most = 20_000;

    private readonly HashSet<string> runs = new(StringComparer.Ordinal);
    private readonly HashSet<(string? Scope, string? ScheduleId)> schedules = [];

    private Unrecorded(OutboxBatch facts)
    {
        IsComplete = !facts.More;
        foreach (var fact in facts.Events)
        {
            runs.Add(fact.Id);
            if (fact.SetsNextDue || fact.Status == ExecutionStatus.Missed)
            {
                schedules.Add((fact.Scope, fact.ScheduleId));
            }
        }
    }

    /// <summary>Nothing.</summary>
    internal static Unrecorded Nothing { get; } = new(new OutboxBatch([], [], 0, More: false));

    /// <summary>Whether these are all.</summary>
    internal bool IsComplete { get; }

    /// <summary>Reads them.</summary>
    internal static async Task<Unrecorded> ReadAsync(IOutboxReader outbox, CancellationToken cancel) => new(await outbox.ReadAsync(0, Most, cancel));

    /// <summary>Whether there is news of a run.</summary>
    internal bool HasRun(string id) => runs.Contains(id);

    /// <summary>Whether there is news of when a schedule is due.</summary>
    internal bool HasDueTimeOf(string scope, string scheduleId) => schedules.Contains((scope, scheduleId));
}
