using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.Definitions;

/// <summary>The four columns of a pause, in workflows and schedules alike.</summary>
internal abstract record PauseColumns
{
    public long? PauseAt { get; init; }
    public long? PauseUntil { get; init; }
    public string? PauseReason { get; init; }
    public string? PauseBy { get; init; }

    public Pause? ToPause() => PauseAt is { } at ? new Pause(PauseReason, PauseUntil.ToMoment(), at.ToMoment(), PauseBy ?? "") : null;
}
