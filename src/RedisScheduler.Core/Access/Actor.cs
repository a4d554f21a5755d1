namespace RedisScheduler.Access;

/// <summary>Who does something.</summary>
/// <param name="KeyId">The public part of the API key; <c>null</c> where nobody asked: the engine, or the start of a process.</param>
/// <param name="Name">The key's name, which pauses and cancellations are signed with.</param>
public sealed record Actor(string? KeyId, string Name)
{
    /// <summary>The engine, which fires and runs by itself.</summary>
    public static Actor Engine { get; } = new(null, "engine");

    /// <summary>The settings that a process was started with.</summary>
    public static Actor Settings { get; } = new(null, "settings");
}
