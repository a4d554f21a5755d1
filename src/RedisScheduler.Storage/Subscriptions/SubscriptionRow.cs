using RedisScheduler.Definitions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Storage.Subscriptions;

/// <summary>A row of <c>subscriptions</c>.</summary>
internal sealed record SubscriptionRow
{
    public const string Upsert = """
        INSERT INTO subscriptions (scope, id, name, schedule_id, name_pattern, topic, target, revision, created_at, updated_at)
        VALUES (@Scope, @Id, @Name, @ScheduleId, @NamePattern, @Topic, @Target, @Revision, @CreatedAt, @UpdatedAt)
        ON CONFLICT (scope, id) DO UPDATE SET
          name = excluded.name, schedule_id = excluded.schedule_id, name_pattern = excluded.name_pattern, topic = excluded.topic, target = excluded.target,
          revision = excluded.revision, updated_at = excluded.updated_at
        """;

    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string? ScheduleId { get; init; }
    public string? NamePattern { get; init; }
    public string? Topic { get; init; }
    public string Target { get; init; } = "";
    public long Revision { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }

    public static SubscriptionRow Of(Subscription subscription, long revision) =>
        new()
        {
            Scope = subscription.Scope,
            Id = subscription.Id,
            Name = subscription.Name,
            ScheduleId = subscription.Match.ScheduleId,
            NamePattern = subscription.Match.NamePattern,
            Topic = subscription.Match.Topic,
            Target = TargetJson.Write(subscription.Target),
            Revision = revision,
            CreatedAt = subscription.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = subscription.UpdatedAt.ToUnixTimeMilliseconds(),
        };

    public Subscription ToSubscription() =>
        new()
        {
            Scope = Scope,
            Id = Id,
            Name = Name,
            Match = new SubscriptionMatch(ScheduleId, NamePattern, Topic),
            Target = TargetReader.Parse(Target),
            Revision = Revision,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
}
