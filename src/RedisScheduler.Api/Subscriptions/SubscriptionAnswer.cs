using RedisScheduler.Api.Schedules;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Api.Subscriptions;

/// <summary>A subscription to be saved.</summary>
internal sealed record SubscriptionBody
{
    /// <summary>Its id; one is made where it is absent.</summary>
    public string? Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Which events it gets.</summary>
    public required MatchBody Match { get; init; }

    /// <summary>What each delivery does: handler, http or command.</summary>
    public required TargetBody Target { get; init; }
}

/// <summary>Which events a subscription gets: those that meet everything that is said. At least one of scheduleId and namePattern is.</summary>
internal sealed record MatchBody
{
    /// <summary>The id of the schedule.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>A pattern of the schedule's name, in any case of letters: * stands for any text, ? for one character.</summary>
    public string? NamePattern { get; init; }

    /// <summary>The topic of the event; all topics, alert among them, where it is absent.</summary>
    public string? Topic { get; init; }

    public static MatchBody Of(SubscriptionMatch match) => new() { ScheduleId = match.ScheduleId, NamePattern = match.NamePattern, Topic = match.Topic };
}

/// <summary>A subscription.</summary>
internal sealed record SubscriptionAnswer
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public required string Name { get; init; }
    public required MatchBody Match { get; init; }
    public required TargetBody Target { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static SubscriptionAnswer Of(Subscription subscription) =>
        new()
        {
            Id = subscription.Id,
            Scope = subscription.Scope,
            Name = subscription.Name,
            Match = MatchBody.Of(subscription.Match),
            Target = TargetBody.Of(subscription.Target),
            Revision = subscription.Revision,
            CreatedAt = subscription.CreatedAt,
            UpdatedAt = subscription.UpdatedAt,
        };
}
