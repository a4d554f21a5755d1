using System.Text.RegularExpressions;

namespace RedisScheduler.Definitions;

/// <summary>The rule for ids of workflows, producers and schedules, and for names of queues, handlers and secrets; compared case-sensitively.</summary>
public static partial class IdText
{
    /// <summary>The longest id.</summary>
    public const int MaxLength = 128;

    /// <summary>What is wrong with an id; <c>null</c> where nothing is.</summary>
    public static string? Fault(string text) =>
        Pattern().IsMatch(text) ? null : $"'{Shown(text)}' has to be 1 to {MaxLength} of A-Z, a-z, 0-9, dot, underscore and hyphen.";

    private static string Shown(string text) => text.Length <= MaxLength ? text : $"{text[..MaxLength]}…";

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
