namespace RedisScheduler.Timing;

/// <summary>Says in words when an expression is due.</summary>
internal static class CronDescription
{
    internal static string Of(CronPart[] parts) => string.Join(' ', parts.Select(part => CronPart.Canonical(part.Field, part.Bits)));
}
