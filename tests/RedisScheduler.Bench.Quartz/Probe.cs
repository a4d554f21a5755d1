using Quartz;

namespace RedisScheduler.Bench.Quartz;

/// <summary>The job of all measures: it does nothing but tell that it started, and which due time of which trigger it stands for.</summary>
public sealed class Probe : IJob
{
    public static Action<string, DateTimeOffset, DateTimeOffset>? Started { get; set; }

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Started?.Invoke(context.Trigger.Key.Name, context.ScheduledFireTimeUtc!.Value, TimeProvider.System.GetUtcNow());
        return default;
    }
}
