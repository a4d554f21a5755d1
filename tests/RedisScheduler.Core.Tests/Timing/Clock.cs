using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>Times as text, so that tables of tests can be read.</summary>
internal static class Clock
{
    internal static long Ms(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    internal static string? Text(long? ms, string zone = "UTC") => ms is null ? null : Zones.Local(zone, ms.Value);

    internal static Occurrences Cron(string cron, string zone = "UTC", DstGap gap = default, DstFold fold = default) =>
        Occurrences.Of(
            new ScheduleTiming
            {
                Cron = cron,
                TimeZone = zone,
                DstGap = gap,
                DstFold = fold,
            },
            0
        );

    /// <summary>The local times after a moment, in the short form "03-13 03:00 -04:00".</summary>
    internal static IEnumerable<string> LocalTimes(this Occurrences occurrences, string zone, string after, string upTo) =>
        occurrences
            .Between(Ms(after), Ms(upTo))
            .Select(ms => Zones.Local(zone, ms))
            .Select(text => $"{text[5..10]} {text[11..16]} {text[23..]}");
}
