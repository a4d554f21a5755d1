namespace RedisScheduler.Bench;

/// <summary>CPU time that this process and Redis have used, in microseconds.</summary>
internal sealed record CpuCosts(double ClientUs, double RedisUs)
{
    public static async Task<CpuCosts> OfAsync(RedisServer redis)
    {
        var server = (await redis.CostsAsync()).CpuUs;
        return new CpuCosts(Environment.CpuUsage.TotalTime.TotalMicroseconds, server);
    }

    public static CpuCosts operator -(CpuCosts after, CpuCosts before) =>
        new(after.ClientUs - before.ClientUs, after.RedisUs - before.RedisUs);
}
