using System.Globalization;
using System.Text;

namespace RedisScheduler.Redis.Format;

/// <summary>Dates as Hangfire writes them: milliseconds since 1970 at compatibility level 180, ISO 8601 below it.</summary>
internal static class HangfireTime
{
    // hf Common/JobHelper.cs:51: greater numbers are milliseconds, others seconds.
    private const long GreatestSecond = 253_402_300_799;

    /// <summary>The hour of a moment, as counters are named by it.</summary>
    public static string Hour(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-dd-HH", CultureInfo.InvariantCulture);

    /// <summary>A date that a Hangfire client may have written.</summary>
    public static long Read(ReadOnlySpan<byte> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number > GreatestSecond ? number : number * 1000)
            : DateTimeOffset.Parse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
