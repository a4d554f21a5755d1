using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A row of <c>schedule_states</c>: of the Recorder, but for the columns of <see cref="Upsert"/>, which a definition's change sets too.</summary>
internal sealed record StateRow
{
    public static readonly BulkStatement<StateRow> Upsert = new BulkStatement<StateRow>(
        """
        INSERT INTO schedule_states (key, next_run_at, due_from, completed, tzdb, failures_in_a_row)
        SELECT r.key, r.next_run_at, r.due_from, r.completed, r.tzdb, r.failures_in_a_row FROM {rows} WHERE true
        ON CONFLICT (key) DO UPDATE SET
          next_run_at = excluded.next_run_at, due_from = excluded.due_from, completed = excluded.completed, tzdb = excluded.tzdb,
          failures_in_a_row = excluded.failures_in_a_row
        """
    )
        .Text("key", row => row.Key)
        .Number("next_run_at", row => row.NextRunAt)
        .Number("due_from", row => row.DueFrom)
        .Number("completed", row => row.Completed)
        .Text("tzdb", row => row.Tzdb)
        .Number("failures_in_a_row", row => row.FailuresInARow);

    public string Key { get; init; } = "";
    public long? NextRunAt { get; init; }

    /// <summary>Occurrences due before it no longer move <see cref="NextRunAt"/>.</summary>
    public long DueFrom { get; init; }

    public long? LastRunAt { get; init; }
    public string? LastStatus { get; init; }
    public long RunCount { get; init; }
    public long ErrorCount { get; init; }
    public long FailuresInARow { get; init; }
    public long? FailingSince { get; init; }
    public long FiredCount { get; init; }
    public string? LastError { get; init; }
    public long Completed { get; init; }
    public string? Tzdb { get; init; }

    /// <summary>What a definition decides of its state. Occurrences of before it belong to the definition of before.</summary>
    public static StateRow Of(ScheduleView view) =>
        new()
        {
            Key = view.Schedule.Key,
            NextRunAt = view.State.NextRunAt.ToMs(),
            DueFrom = (view.State.NextRunAt ?? view.Schedule.UpdatedAt).ToUnixTimeMilliseconds(),
            FailuresInARow = view.State.FailuresInARow,
            Completed = view.State.Completed ? 1 : 0,
            Tzdb = view.State.Tzdb,
        };

    /// <summary>A state of which a definition has decided its part.</summary>
    public static ScheduleState Written(ScheduleState decided, ScheduleState? before) =>
        (before ?? new ScheduleState()) with
        {
            NextRunAt = decided.NextRunAt,
            FailuresInARow = decided.FailuresInARow,
            Completed = decided.Completed,
            Tzdb = decided.Tzdb,
        };

    public ScheduleState ToState() =>
        new()
        {
            NextRunAt = NextRunAt.ToMoment(),
            LastRunAt = LastRunAt.ToMoment(),
            LastStatus = LastStatus is null ? null : Word.Read<ExecutionStatus>(LastStatus),
            RunCount = RunCount,
            ErrorCount = ErrorCount,
            FailuresInARow = (int)FailuresInARow,
            FailingSince = FailingSince.ToMoment(),
            FiredCount = FiredCount,
            LastError = LastError,
            Completed = Completed != 0,
            Tzdb = Tzdb,
        };
}
