using RedisScheduler.Schedules;

namespace RedisScheduler.Access;

/// <summary>A tenant: what belongs to it is seen and touched by its own keys, and by those of all scopes.</summary>
public sealed record Scope
{
    /// <summary>Unique; see <see cref="Definitions.IdText"/>. Never deleted, so that nothing can come to belong to another tenant of the same name.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The pause of all its schedules, beside those of their own; <c>null</c> where it never had one. One that somebody ended stays with that moment as its
    /// <see cref="Schedules.Pause.Until"/>: it tells each schedule which due times fell into it.
    /// </summary>
    public Pause? Pause { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
