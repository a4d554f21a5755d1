using RedisScheduler.Targets;

namespace RedisScheduler.Subscriptions;

/// <summary>Who gets which events of its scope.</summary>
public sealed record Subscription
{
    /// <summary>The tenant.</summary>
    public required string Scope { get; init; }

    /// <summary>Unique in its scope.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Which events it gets.</summary>
    public required SubscriptionMatch Match { get; init; }

    /// <summary>What each delivery does; never an <see cref="EventTarget"/>.</summary>
    public required Target Target { get; init; }

    /// <summary>Grows with every change; 0 asks the store for a new one.</summary>
    public long Revision { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Which events a subscription gets: those that meet everything that is said; at least one of the first two is.</summary>
/// <param name="ScheduleId">The id of the schedule.</param>
/// <param name="NamePattern">A pattern of the schedule's name; see <see cref="Subscriptions.NamePattern"/>.</param>
/// <param name="Topic">The topic of the event; <c>null</c> for all, alerts among them.</param>
public sealed record SubscriptionMatch(string? ScheduleId, string? NamePattern, string? Topic)
{
    /// <summary>Whether it gets an event.</summary>
    public bool Takes(ScheduleEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return (ScheduleId is null || ScheduleId == what.ScheduleId)
            && (NamePattern is null || Subscriptions.NamePattern.Matches(NamePattern, what.Name))
            && (Topic is null || Topic == what.Topic);
    }
}
