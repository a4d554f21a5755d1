using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A row of <c>schedule_states</c>: of the Recorder, but for the columns of <see cref="Upsert"/>, which a definition's change sets too.</summary>
internal sealed record StateRow
{
    public const string Upsert = """
        INSERT INTO schedule_states (key, next_run_at, due_from, completed, tzdb, failures_in_a_row)
        VALUES (@Key, @NextRunAt, @DueFrom, @Completed, @Tzdb, @FailuresInARow)
        ON CONFLICT (key) DO UPDATE SET
          next_run_at = excluded.next_run_at, due_from = excluded.due_from, completed = excluded.completed, tzdb = excluded.tzdb,
          failures_in_a_row = excluded.failures_in_a_row
        """;

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
