namespace RedisScheduler.Schedules;

/// <summary>Names and priorities of queues.</summary>
public static class QueueNames
{
    /// <summary>The queue of jobs that name none.</summary>
    public const string Default = "default";

    /// <summary>The priority of jobs that name none.</summary>
    public const int DefaultPriority = 5;

    /// <summary>The lowest priority; 0 is the highest.</summary>
    public const int LowestPriority = 9;
}
