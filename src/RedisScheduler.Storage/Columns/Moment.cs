namespace RedisScheduler.Storage.Columns;

/// <summary>Moments as SQL keeps them: unix milliseconds, UTC.</summary>
internal static class Moment
{
    public static DateTimeOffset ToMoment(this long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? ToMoment(this long? ms) => ms is { } value ? value.ToMoment() : null;

    public static long? ToMs(this DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();
}
