using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>What a change writes. Schedules that are saved come with what was read of them.</summary>
internal sealed record DefinitionEffects
{
    public IReadOnlyList<(ScheduleView? Before, ScheduleView After)> Saved { get; init; } = [];
    public IReadOnlyList<ScheduleView> Removed { get; init; } = [];
    public Workflow? SavedWorkflow { get; init; }
    public Workflow? RemovedWorkflow { get; init; }

    /// <summary>Whether it changes a definition, and so needs a revision.</summary>
    public bool Any => Saved.Count > 0 || Removed.Count > 0 || SavedWorkflow is not null || RemovedWorkflow is not null;

    /// <summary>The keys of the schedules that it writes.</summary>
    public IEnumerable<string> Keys => Saved.Select(pair => pair.After.Schedule.Key).Concat(Removed.Select(view => view.Schedule.Key));
}
