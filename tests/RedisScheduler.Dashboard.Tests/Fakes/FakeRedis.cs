using RedisScheduler.Engine.Sync;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Workers;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>What the services ask of Redis. A job that is queued shows up in the history at once and waits there.</summary>
internal sealed class FakeRedis(FakeHistory history, TimeProvider time) : IScheduleRegistry, IJobIntake, IJobControl, IQueues, IWorkerRegistry, IReconcilerTrigger
{
    public StoreSwitch Redis { get; } = new("redis");

    public List<WorkerInfo> Workers { get; } = [];

    public List<QueueInfo> Queues { get; } = [];

    public Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(IReadOnlyList<ScheduleEntry> entries, CancellationToken cancel)
    {
        Redis.Check();
        return Task.FromResult<IReadOnlyList<ApplyOutcome>>([.. entries.Select(_ => ApplyOutcome.Applied)]);
    }

    public Task RemoveAsync(IReadOnlyList<ScheduleVersion> removals, CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<RegisteredSchedule?>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        Redis.Check();
        return Task.FromResult<IReadOnlyList<RegisteredSchedule?>>([.. keys.Select(_ => (RegisteredSchedule?)null)]);
    }

    public IAsyncEnumerable<IReadOnlyList<ScheduleVersion>> ScanAsync(CancellationToken cancel) =>
        AsyncEnumerable.Empty<IReadOnlyList<ScheduleVersion>>();

    public Task<long> CountAsync(CancellationToken cancel) => Task.FromResult(0L);

    public Task<bool> TakeTurnAsync(TimeSpan duration, CancellationToken cancel) => Task.FromResult(true);

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel)
    {
        Redis.Check();
        foreach (var job in jobs)
        {
            history.Put(new Execution
            {
                Id = job.Id,
                Scope = job.Spec.Scope,
                ScheduleId = job.Spec.ScheduleId,
                Trigger = job.Trigger,
                ScheduledAt = DateTimeOffset.FromUnixTimeMilliseconds(job.DueMs),
                EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(nowMs),
                Status = ExecutionStatus.Queued,
            });
        }
        return Task.FromResult<IReadOnlyList<EnqueueResult>>([.. jobs.Select(_ => new EnqueueResult(EnqueueOutcome.Queued))]);
    }

    public async Task<CancelResult> CancelAsync(string id, string reason, long nowMs, CancellationToken cancel)
    {
        Redis.Check();
        var run = await history.FindAsync(Scopes.Default, id, cancel);
        history.Put(run! with { Status = ExecutionStatus.Cancelled, Reason = reason, FinishedAt = time.GetUtcNow() });
        return CancelResult.Cancelled;
    }

    public Task<int> ForgetFailedAsync(long beforeMs, int keep, int limit, CancellationToken cancel) => Task.FromResult(0);

    Task<IReadOnlyList<QueueInfo>> IQueues.ListAsync(long nowMs, CancellationToken cancel)
    {
        Redis.Check();
        return Task.FromResult<IReadOnlyList<QueueInfo>>(Queues);
    }

    public Task SetPausedAsync(string queue, bool paused, CancellationToken cancel) => Task.CompletedTask;

    public Task HeartbeatAsync(WorkerInfo worker, CancellationToken cancel) => Task.CompletedTask;

    public void Request() { }

    public Task RemoveAsync(string id, CancellationToken cancel) => Task.CompletedTask;

    Task<IReadOnlyList<WorkerInfo>> IWorkerRegistry.ListAsync(CancellationToken cancel)
    {
        Redis.Check();
        return Task.FromResult<IReadOnlyList<WorkerInfo>>(Workers);
    }
}
