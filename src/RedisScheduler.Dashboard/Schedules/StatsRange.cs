using RedisScheduler.Executions;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>How far back statistics go, and how they are cut.</summary>
/// <param name="Name">As the address and the links say it.</param>
/// <param name="Bucket">The width of a column.</param>
/// <param name="Columns">How many columns there are, the present one included.</param>
public sealed record StatsRange(string Name, StatsBucketWidth Bucket, int Columns)
{
    internal static readonly StatsRange Default = new("24h", StatsBucketWidth.Hour, 24);

    internal static readonly IReadOnlyList<StatsRange> All =
        [Default, new("7d", StatsBucketWidth.Day, 7), new("30d", StatsBucketWidth.Day, 30)];

    internal TimeSpan Width => Bucket == StatsBucketWidth.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    internal static StatsRange Find(string? name) => All.FirstOrDefault(range => range.Name == name) ?? Default;

    /// <summary>The begin of the first column: columns begin at whole hours or days of UTC.</summary>
    internal DateTimeOffset Begin(DateTimeOffset now)
    {
        var ticks = now.UtcTicks - (now.UtcTicks % Width.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero) - (Width * (Columns - 1));
    }
}
