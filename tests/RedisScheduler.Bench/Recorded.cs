using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>Whether the history has everything.</summary>
internal static class Recorded
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2) * Rig.Shards;

    /// <summary>Waits until SQL has committed every fact that is in Redis: only then do facts leave the outbox.</summary>
    public static Task AllAsync(IServiceProvider services)
    {
        var outbox = services.GetRequiredService<IOutboxReader>();
        return UntilAsync(async () => await outbox.LengthAsync(default) == 0, "the history has every fact");
    }

    /// <summary>Refuses a measure that lost rows.</summary>
    public static async Task CheckAsync(IServiceProvider services, long runs)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var all = new StatsQuery(Scopes.Default, null, now.AddDays(-1), now.AddDays(1), StatsBucketWidth.Day);
        var stats = await services.GetRequiredService<IExecutionReader>().StatsAsync(all, default);
        if (stats.ByStatus.GetValueOrDefault(ExecutionStatus.Succeeded) != runs)
        {
            throw new InvalidOperationException($"The history has {string.Join(", ", stats.ByStatus)}, and {runs} runs have succeeded.");
        }
    }

    /// <summary>Looks every 2 ms, as the peer's measure does (at each shard: as often in all), at most for two minutes where it is not said.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan? longest = null)
    {
        using var limit = new CancellationTokenSource(longest ?? TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"It took too long until {what}.");
            }

            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }
    }
}
