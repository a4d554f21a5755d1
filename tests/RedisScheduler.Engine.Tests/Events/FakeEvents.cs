using Moq;
using RedisScheduler.Engine.Events;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Storage;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine.Tests.Events;

/// <summary>The stores that events go through, in memory: a queue that refuses a second job of an id while it has the first, an outbox, and a history.</summary>
internal sealed class FakeEvents
{
    private readonly Mock<IJobQueue> queue = new();
    private readonly Mock<IOutbox> outbox = new();
    private readonly Mock<IExecutionReader> executions = new();
    private readonly Mock<ISubscriptionStore> subscriptions = new();

    internal FakeEvents(TimeProvider time)
    {
        queue.Setup(redis => redis.EnqueueAsync(It.IsAny<IReadOnlyList<NewJob>>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .Returns((IReadOnlyList<NewJob> jobs, long _, CancellationToken _) => Task.FromResult<IReadOnlyList<EnqueueResult>>([.. jobs.Select(Enqueue)]));
        outbox.Setup(redis => redis.ReadAsync(It.IsAny<int>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Returns((int skip, int limit, CancellationToken _) => Task.FromResult(Away is null ? Batch([.. Outbox.Skip(skip).Take(limit)], more: Outbox.Count > skip + limit) : throw Away));
        executions.Setup(sql => sql.ListAsync(It.IsAny<ExecutionQuery>(), It.IsAny<CancellationToken>()))
            .Returns((ExecutionQuery query, CancellationToken _) => Task.FromResult(new Page<Execution>([.. History.Where(run => IsOf(run, query))], null)));
        subscriptions.Setup(sql => sql.OfScheduleAsync("default", "s", It.IsAny<CancellationToken>())).ReturnsAsync(() => [.. Subscriptions]);
        FanOut = new FanOut(subscriptions.Object, executions.Object, queue.Object, outbox.Object, time);
    }

    internal FanOut FanOut { get; }

    internal IOutbox OutboxSeam => outbox.Object;

    internal List<Subscription> Subscriptions { get; } = [];

    /// <summary>Jobs that wait or run.</summary>
    internal Dictionary<string, NewJob> Waiting { get; } = new(StringComparer.Ordinal);

    /// <summary>All that were ever made, in their order.</summary>
    internal List<NewJob> Made { get; } = [];

    internal List<JobEvent> Outbox { get; } = [];

    internal List<Execution> History { get; } = [];

    /// <summary>What Redis answers while it is away.</summary>
    internal Exception? Away { get; set; }

    /// <summary>Ends all jobs: they leave Redis at once.</summary>
    internal void EndAll() => Waiting.Clear();

    private static OutboxBatch Batch(JobEvent[] facts, bool more) => new(facts, [], facts.Length, more);

    /// <summary>Moves the outbox into the history.</summary>
    internal void Record()
    {
        History.AddRange(Outbox.Select(fact => new Execution
        {
            Id = fact.Id, Scope = fact.Scope!, ScheduleId = fact.ScheduleId!, Trigger = fact.Trigger!.Value, Status = fact.Status, ScheduledAt = DateTimeOffset.FromUnixTimeMilliseconds(fact.ScheduledMs!.Value),
        }));
        Outbox.Clear();
    }

    internal static Subscription To(string id, string? topic = null) => new()
    {
        Scope = "default", Id = id, Name = $"Subscription {id}", Match = new("s", null, topic), Target = new HttpTarget($"http://{id}"), CreatedAt = Samples.Start, UpdatedAt = Samples.Start,
    };

    private EnqueueResult Enqueue(NewJob job)
    {
        if (Away is not null)
        {
            throw Away;
        }

        if (!Waiting.TryAdd(job.Id, job))
        {
            return new EnqueueResult(EnqueueOutcome.Exists);
        }

        Made.Add(job);
        Outbox.Add(job.Event);
        return new EnqueueResult(EnqueueOutcome.Queued);
    }

    private static bool IsOf(Execution run, ExecutionQuery query) =>
        run.ScheduleId == query.ScheduleId && run.Trigger == query.Trigger && run.ScheduledAt >= query.From && run.ScheduledAt < query.To;
}
