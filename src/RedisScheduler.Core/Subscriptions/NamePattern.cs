using System.IO.Enumeration;

namespace RedisScheduler.Subscriptions;

/// <summary>Patterns of names: <c>*</c> stands for any text, <c>?</c> for one character, <c>\</c> takes the meaning from the one after it. The case of letters is ignored.</summary>
public static class NamePattern
{
    /// <summary>The longest pattern.</summary>
    public const int MaxLength = 200;

    /// <summary>Whether a name, as a whole, is of a pattern.</summary>
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
