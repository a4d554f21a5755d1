using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// The names of all keys under a prefix; Lua/README.md says what each holds, who writes and who reads it. Scripts build the same names in Lua/includes/keys.lua and more_keys.lua,
/// and a test compares both.
/// </summary>
internal sealed class HangfireKeys(string prefix)
{
    /// <summary>The priority whose list is Hangfire's own.</summary>
    private const int HangfirePriority = QueueNames.DefaultPriority;

    public string Prefix => prefix;

    // Hangfire's
    public string RecurringJobs => $"{prefix}recurring-jobs";
    public string Queues => $"{prefix}queues";
    public string Schedule => $"{prefix}schedule";
    public string Retries => $"{prefix}retries";
    public string Processing => $"{prefix}processing";
    public string Succeeded => $"{prefix}succeeded";
    public string Deleted => $"{prefix}deleted";
    public string Failed => $"{prefix}failed";
    public string Servers => $"{prefix}servers";
    public string FetchChannel => $"{prefix}JobFetchChannel";

    // Ours
    public string PausedQueues => $"{prefix}queues:paused";
    public string Owners => $"{prefix}owners";
    public string LeaseToken => $"{prefix}lease-token";
    public string Delayed => $"{prefix}delayed";
    public string Outbox => $"{prefix}outbox";
    public string OutboxHolder => $"{prefix}outbox:holder";
    public string Compared => $"{prefix}compared";
    public string Shards => $"{prefix}shards";
    public string DueChannel => $"{prefix}rs:due";
    public string CancelChannel => $"{prefix}rs:cancel";
    public string DelayedChannel => $"{prefix}rs:delayed";

    public string RecurringJob(string key) => $"{prefix}recurring-job:{key}";
    public string Active(string key) => $"{prefix}active:{key}";
    public string Buffered(string key) => $"{prefix}buffered:{key}";
    public string Job(string id) => $"{prefix}job:{id}";
    public string JobState(string id) => $"{prefix}job:{id}:state";
    public string JobHistory(string id) => $"{prefix}job:{id}:history";
    public string Queue(string queue, int priority = HangfirePriority) =>
        priority == HangfirePriority ? $"{prefix}queue:{queue}" : $"{prefix}queue:{queue}:p{priority}";
    public string Dequeued(string queue) => $"{prefix}queue:{queue}:dequeued";
    public string Stats(string name) => $"{prefix}stats:{name}";
    public string Server(string id) => $"{prefix}server:{id}";
    public string ServerQueues(string id) => $"{prefix}server:{id}:queues";
}
