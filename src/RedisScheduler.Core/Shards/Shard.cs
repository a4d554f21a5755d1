using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Workers;

namespace RedisScheduler.Shards;

/// <summary>One shard: a whole storage under a prefix of its own. An installation without shards is one of them.</summary>
/// <param name="Registry">Its schedules.</param>
/// <param name="Firing">Fires them.</param>
/// <param name="Jobs">Its queues, for those who work on them.</param>
/// <param name="Leases">The leases of its jobs.</param>
/// <param name="Delayed">Its delayed jobs.</param>
/// <param name="Control">What people may do to its jobs.</param>
/// <param name="Queues">Its queues as a whole.</param>
/// <param name="Signals">Its wake-ups.</param>
/// <param name="Outbox">Its facts that wait for SQL.</param>
/// <param name="Workers">The workers as it knows them.</param>
public sealed record Shard(
    IScheduleRegistry Registry, IFiring Firing, IJobQueue Jobs, ILeases Leases, IDelayedJobs Delayed, IJobControl Control, IQueues Queues, ISignals Signals, IOutbox Outbox,
    IWorkerRegistry Workers);
