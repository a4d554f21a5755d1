namespace RedisScheduler.Redis.Format;

/// <summary>
/// The scores of Hangfire's <c>recurring-jobs</c>, as Lua/includes/fire_scores.lua has them: the fire time less 5 · 10^14 ms (17,814 AD). They are in the order of the fire times, and
/// negative, which no Hangfire server fires, and its pages do not look at.
/// </summary>
internal static class FireScore
{
    private const long Origin = 500_000_000_000_000;

    /// <summary>That of a schedule without a fire time, as Hangfire's of a disabled one.</summary>
    public const long Never = -1;

    /// <summary>The score of a fire time (Unix ms); <see cref="Never"/> for none.</summary>
    public static long Of(long? fireMs) => fireMs is { } ms ? Math.Min(ms - Origin, Never - 1) : Never;

    /// <summary>The fire time (Unix ms) of a score that tells one.</summary>
    public static long ToMs(long score) => score + Origin;
}
