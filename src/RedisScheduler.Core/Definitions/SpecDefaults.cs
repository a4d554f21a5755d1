using RedisScheduler.Targets;

namespace RedisScheduler.Definitions;

/// <summary>What a schedule takes from its workflow where it says nothing itself.</summary>
/// <param name="Target">The target; <c>null</c> where there is none to take, so that one has to be given.</param>
/// <param name="TimeZone">The zone; <c>null</c> for UTC.</param>
public sealed record SpecDefaults(Target? Target = null, string? TimeZone = null)
{
    /// <summary>Nothing to take.</summary>
    public static SpecDefaults None { get; } = new();
}
