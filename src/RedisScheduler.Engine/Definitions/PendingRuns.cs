using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Runs of a schedule that wait in a queue or for a retry, as the history knows them.</summary>
internal sealed class PendingRuns(IExecutionReader executions, IJobControl jobs, TimeProvider time)
{
    private static readonly ExecutionStatus[] Waiting = [ExecutionStatus.Queued, ExecutionStatus.Retrying];
    private const int PageSize = 500;

    /// <summary>Cancels them. One that a worker takes meanwhile goes on.</summary>
    public Task CancelAsync(Schedule schedule, string by, CancellationToken cancel) =>
        CancelAsync(new ExecutionQuery(schedule.Scope) { ScheduleId = schedule.Id }, $"cancelled by {by}, with the pause of its schedule", cancel);

    /// <summary>Cancels all of a scope.</summary>
    public Task CancelAsync(string scope, string by, CancellationToken cancel) =>
        CancelAsync(new ExecutionQuery(scope), $"cancelled by {by}, with the pause of its scope", cancel);

    private async Task CancelAsync(ExecutionQuery runs, string reason, CancellationToken cancel)
    {
        foreach (var status in Waiting)
        {
            var query = runs with { Status = status, Limit = PageSize };
            do
            {
                var page = await executions.ListAsync(query, cancel);
                foreach (var run in page.Items)
                {
                    await jobs.CancelAsync(run.Id, reason, time.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
                }

                query = query with { Cursor = page.NextCursor };
            } while (query.Cursor is not null);
        }
    }

    /// <summary>The id of a run that is queued, running or waiting for a retry; <c>null</c> when there is none. What subscriptions get of its events is no run of the schedule itself.</summary>
    public async Task<string?> ActiveAsync(Schedule schedule, CancellationToken cancel)
    {
        foreach (var status in Waiting.Append(ExecutionStatus.Running))
        {
            var query = new ExecutionQuery(schedule.Scope) { ScheduleId = schedule.Id, Status = status, Limit = PageSize };
            do
            {
                var page = await executions.ListAsync(query, cancel);
                if (page.Items.FirstOrDefault(run => run.Trigger != ExecutionTrigger.Event) is { } run)
                {
                    return run.Id;
                }

                query = query with { Cursor = page.NextCursor };
            } while (query.Cursor is not null);
        }

        return null;
    }
}
