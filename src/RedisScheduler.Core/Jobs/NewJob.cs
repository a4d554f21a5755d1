using RedisScheduler.Executions;

namespace RedisScheduler.Jobs;

/// <summary>A job to be made.</summary>
/// <param name="Id">Unique: <c>{key}@{dueMs}</c> for an occurrence; see <see cref="JobId"/>.</param>
/// <param name="ScheduleKey">The schedule that it belongs to.</param>
/// <param name="Spec">What it carries.</param>
/// <param name="DueMs">The nominal due time, or the moment of a manual run; unix milliseconds.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Event">The row that its making leaves in the history.</param>
public sealed record NewJob(string Id, string ScheduleKey, JobSpec Spec, long DueMs, ExecutionTrigger Trigger, JobEvent Event);
