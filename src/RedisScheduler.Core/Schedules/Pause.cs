namespace RedisScheduler.Schedules;

/// <summary>A pause: nothing is due while it lasts, and the first due time after it is the next.</summary>
/// <param name="Reason">Why, in the words of who paused.</param>
/// <param name="Until">When it ends by itself; <c>null</c> lasts until somebody resumes.</param>
/// <param name="At">When it began.</param>
/// <param name="By">Who paused: the name of an API key, or of a rule.</param>
public sealed record Pause(string? Reason, DateTimeOffset? Until, DateTimeOffset At, string By)
{
    /// <summary>Whether it still lasts.</summary>
    public bool Holds(DateTimeOffset now) => Until is null || Until > now;

    /// <summary>The one of two that lasts longer; the first where both last alike.</summary>
    public static Pause? Longer(Pause? one, Pause? other) =>
        one is null ? other
        : other is null || one.Until is null ? one
        : other.Until is null || other.Until > one.Until ? other
        : one;
}
