using System.Globalization;
using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Format;

/// <summary>What the exchange tells of a job beside its id and spec: token, attempt, failures, due, created, trigger and schedule key, with a space between them.</summary>
internal static class TakenText
{
    /// <exception cref="FormatException">It is something else.</exception>
    public static TakenJob Read(string id, string values, JobSpec spec)
    {
        Span<Range> parts = stackalloc Range[8];
        var text = values.AsSpan();
        if (text.Split(parts, ' ') != 7)
            throw new FormatException($"'{values}' are not the values of a job.");
        return new TakenJob(
            id, Number(text[parts[0]]), (int)Number(text[parts[1]]), (int)Number(text[parts[2]]), text[parts[6]].ToString(), spec, Number(text[parts[3]]),
            HangfireTime.Read(text[parts[4]]), Words.Trigger(text[parts[5]]));
    }

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
