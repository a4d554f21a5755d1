using System.Text.RegularExpressions;

namespace RedisScheduler.Worker.Hosting;

/// <summary>The rule for ids, which queues and handlers follow too.</summary>
internal static partial class IdRule
{
    public const string Text = "write 1 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen";

    public static bool Holds(string text) => Id().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
