namespace RedisScheduler.Cli.Output;

/// <summary>Text that a terminal shows and does not obey: names and outputs of others may hold escape sequences.</summary>
internal static class Printable
{
    public static string Of(string text) => string.Create(text.Length, text, (shown, from) =>
    {
        for (var at = 0; at < from.Length; at++)
        {
            shown[at] = char.IsControl(from[at]) && from[at] is not ('\n' or '\r' or '\t') ? '\uFFFD' : from[at];
        }
    });
}
