using System.Runtime.InteropServices;

namespace RedisScheduler.Engine.Loops;

/// <summary>What one round of a service did.</summary>
/// <param name="Done">How many things it dealt with; 0 means that there was nothing to do.</param>
/// <param name="Wait">How long the next round may wait, unless something wakes it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Round(int Done, TimeSpan Wait)
{
    /// <summary>There is more to do: come back at once.</summary>
    internal static Round More(int done) => new(done, TimeSpan.Zero);

    /// <summary>Come back at a moment, but not later than after <paramref name="longest"/>.</summary>
    internal static Round At(int done, long? whenMs, long nowMs, TimeSpan longest)
    {
        var wait = whenMs is { } ms ? TimeSpan.FromMilliseconds(Math.Clamp(ms - nowMs, 0, (long)longest.TotalMilliseconds)) : longest;
        return new(done, wait);
    }
}
