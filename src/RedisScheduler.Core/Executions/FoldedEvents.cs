namespace RedisScheduler.Executions;

/// <summary>A batch of events, and what an <see cref="IHistory"/> has worked out of them.</summary>
/// <param name="events">The events, in their order.</param>
public abstract class FoldedEvents(IReadOnlyList<JobEvent> events)
{
    /// <summary>The events, in their order.</summary>
    public IReadOnlyList<JobEvent> Events => events;
}
