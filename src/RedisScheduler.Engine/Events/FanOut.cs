using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Engine.Events;

/// <summary>Makes the deliveries of events, each once.</summary>
/// <remarks>
/// The id of a delivery is made of the event and the subscription, so while it waits or runs Redis refuses a second one. A job that has ended leaves Redis; then its row in the history
/// tells of it, or, until that is written, its facts in the outbox. One sender at a time is the caller's part: a run has one owner by its lease, an alert by its claim.
/// </remarks>
internal sealed class FanOut(ISubscriptionStore subscriptions, IExecutionReader executions, IJobIntake intake, IOutboxReader outbox, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Sends an event to the subscriptions that take it; answers them with their deliveries.</summary>
    /// <param name="what">The event.</param>
    /// <param name="schedule">What jobs of the event's schedule carry.</param>
    /// <param name="dueMs">The due time of its deliveries; the same each time that this event is sent.</param>
    /// <param name="again">Whether it may have been sent before.</param>
    /// <param name="cancel">Gives up before anything is made.</param>
    /// <exception cref="Errors.StoreUnavailableException">A store does not answer, or the history is too far behind to tell what was sent before; it can be sent again.</exception>
    internal async Task<IReadOnlyList<(Subscription Subscription, string ExecutionId)>> SendAsync(
        ScheduleEvent what, JobSpec schedule, long dueMs, bool again, CancellationToken cancel)
    {
        var all = await subscriptions.OfScheduleAsync(schedule.Scope, what.ScheduleId, cancel);
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var jobs = all.Where(each => each.Match.Takes(what)).Select(each => (Subscription: each, Job: Deliveries.Of(what, each, schedule, dueMs, nowMs))).ToArray();
        if (jobs.Length == 0)
        {
            return [];
        }

        var sent = await SentAsync(schedule, dueMs, again, cancel);
        NewJob[] missing = [.. jobs.Select(each => each.Job).Where(job => !sent(job.Id))];
        if (missing.Length > 0)
        {
            cancel.ThrowIfCancellationRequested();
            // Not cancelled half-way: what is made is to be told.
            await intake.EnqueueAsync(missing, nowMs, CancellationToken.None);
        }

        return [.. jobs.Select(each => (each.Subscription, each.Job.Id))];
    }

    private async Task<Func<string, bool>> SentAsync(JobSpec schedule, long dueMs, bool again, CancellationToken cancel)
    {
        var unrecorded = again ? await Unrecorded.ReadAsync(outbox, cancel) : Unrecorded.Nothing;
        if (!unrecorded.IsComplete)
        {
            throw new HistoryBehindException();
        }

        var due = DateTimeOffset.FromUnixTimeMilliseconds(dueMs);
        var query = new ExecutionQuery(schedule.Scope)
        {
            ScheduleId = schedule.ScheduleId,
            Trigger = ExecutionTrigger.Event,
            From = due,
            To = due.AddMilliseconds(1),
            Limit = PageSize,
        };
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await executions.ListAsync(query, cancel);
            recorded.UnionWith(page.Items.Select(run => run.Id));
            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);

        return id => recorded.Contains(id) || unrecorded.HasRun(id);
    }
}

/// <summary>The history does not know yet what happened; see <see cref="Unrecorded.Most"/>.</summary>
internal sealed class HistoryBehindException() : Exception("The history is too far behind to tell what was delivered before.");
