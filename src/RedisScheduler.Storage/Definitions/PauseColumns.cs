using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.Definitions;

/// <summary>The four columns of a pause, in workflows, schedules and scopes alike.</summary>
internal abstract record PauseColumns
{
    public long? PauseAt { get; init; }
    public long? PauseUntil { get; init; }
    public string? PauseReason { get; init; }
    public string? PauseBy { get; init; }

    public Pause? ToPause() => ToPause(PauseAt, PauseUntil, PauseReason, PauseBy);

    protected static Pause? ToPause(long? at, long? until, string? reason, string? by) =>
        at is { } began ? new Pause(reason, until.ToMoment(), began.ToMoment(), by ?? "") : null;
}
