using RedisScheduler.Engine.Definitions;

namespace RedisScheduler.Api.Schedules;

/// <summary>Due times to come.</summary>
/// <param name="Items">In their order.</param>
internal sealed record UpcomingAnswer(IReadOnlyList<UpcomingRun> Items);
