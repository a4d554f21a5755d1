namespace RedisScheduler.Dashboard.Shared;

/// <summary>One thing to choose in a filter.</summary>
/// <param name="Value">What the address says.</param>
/// <param name="Text">What people read.</param>
public sealed record Option(string Value, string Text)
{
    /// <summary>A word of an address as one of an enumeration; <c>null</c> where it is none of it.</summary>
    internal static T? Parse<T>(string? value)
        where T : struct, Enum => Enum.TryParse<T>(value, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
}
