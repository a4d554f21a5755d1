using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Housekeeping;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Engine.Recording;
using RedisScheduler.Shards;

namespace RedisScheduler.Engine.Shards;

/// <summary>Makes the services that work on one shard alone: one that is away stops nothing but them.</summary>
internal sealed class ShardServices : IDisposable
{
    private readonly IServiceProvider provider;
    private readonly EngineOptions options;
    private readonly RunningJobs running;
    private readonly EarlyJobs early;
    private readonly Lazy<Attempts> attempts;
    private readonly Lazy<Exchanges> exchanges;
    private readonly Lazy<JobTaker> taker;

    internal ShardServices(Shard shard, EngineOptions options, IServiceProvider provider)
    {
        (Shard, this.options, this.provider) = (shard, options, provider);
        running = Make<RunningJobs>();
        early = Make<EarlyJobs>();
        attempts = new(() => Make<Attempts>(running));
        exchanges = new(() => Make<Exchanges>(attempts.Value, running));
        taker = new(() => Make<JobTaker>(attempts.Value, early, exchanges.Value));
    }

    /// <summary>The shard.</summary>
    internal Shard Shard { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        early.Dispose();
        running.Dispose();
    }

    internal Scheduler MakeScheduler() => options.Roles.HasFlag(EngineRoles.Worker)
        ? Make<Scheduler>(Shard.Firing, taker.Value)
        : Make<Scheduler>(Shard.Firing);

    internal Promoter MakePromoter() => Make<Promoter>(Shard.Delayed);

    internal Processor MakeProcessor()
    {
        Shard.Jobs.TakeWith(taker.Value);
        return Make<Processor>(Shard.Jobs, attempts.Value, exchanges.Value, running);
    }

    internal LeaseKeeper MakeLeaseKeeper() => Make<LeaseKeeper>(Shard.Leases, running);

    internal Recoverer MakeRecoverer() => Make<Recoverer>(Shard.Leases);

    internal Recorder MakeRecorder() => Make<Recorder>(Shard.Outbox);

    internal Heartbeat MakeHeartbeat() => Make<Heartbeat>(Shard.Workers, running);

    private T Make<T>(params object[] with) => ActivatorUtilities.CreateInstance<T>(provider, with);
}
