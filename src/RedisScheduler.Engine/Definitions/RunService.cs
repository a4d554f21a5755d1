using System.Text;
using System.Text.Json.Nodes;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Events;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Runs that somebody asks for, and their end. Cancelling and retrying are in the audit log before they are done; a run now gets there by the fact of its making, in the same atomic
/// step as the run itself, and asks nothing of SQL.
/// </summary>
public sealed class RunService
{
    private const string Kind = "execution";
    private const int RetryPage = 200;

    private readonly IDefinitionStore definitions;
    private readonly IExecutionReader executions;
    private readonly IJobIntake queue;
    private readonly IJobControl jobs;
    private readonly PendingRuns pending;
    private readonly ISubscriptionStore subscriptions;
    private readonly IAuditLog audit;
    private readonly TimeProvider time;
    private readonly RecentSchedules recent = new();

    internal RunService(
        IDefinitionStore definitions,
        IExecutionReader executions,
        IJobIntake queue,
        IJobControl jobs,
        PendingRuns pending,
        ISubscriptionStore subscriptions,
        IAuditLog audit,
        TimeProvider time) =>
        (this.definitions, this.executions, this.queue, this.jobs, this.pending, this.subscriptions, this.audit, this.time) =
        (definitions, executions, queue, jobs, pending, subscriptions, audit, time);

    /// <summary>Runs a schedule now, also while it is paused or when it has completed; answers the execution's id.</summary>
    /// <exception cref="MissingException">There is no such schedule.</exception>
    /// <exception cref="ConflictException">It is inactive; or a run of it is active and the request forbids overlap.</exception>
    /// <exception cref="TooLargeException">The payload is over the limit.</exception>
    /// <exception cref="StoreUnavailableException">Redis does not answer.</exception>
    public async Task<string> RunNowAsync(string scope, string scheduleId, RunRequest request, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Payload is not null && Encoding.UTF8.GetByteCount(request.Payload) > PayloadReader.MaxBytes)
        {
            throw new TooLargeException("payload", PayloadReader.MaxBytes);
        }

        if (recent.Find(scope, scheduleId) is { } known)
        {
            if (await RunAsync(known, known.Revision, request, by, cancel) is { } id)
            {
                return id;
            }

            recent.Forget(scope, scheduleId);
        }

        var schedule = Runnable(await definitions.FindScheduleAsync(scope, scheduleId, cancel) ?? throw new MissingException("schedule", scheduleId));
        recent.Remember(schedule);
        return (await RunAsync(schedule, null, request, by, cancel))!;
    }

    /// <summary>Runs a schedule as it is known; <c>null</c> where Redis has another revision of it.</summary>
    private async Task<string?> RunAsync(Schedule schedule, long? revision, RunRequest request, Actor by, CancellationToken cancel)
    {
        var job = NewJob(schedule, request.Payload, ExecutionTrigger.Manual, $"run now by {by.Name}", by) with
        {
            Overlap = request.Overlap ?? OverlapPolicy.Allow,
            Revision = revision,
        };
        // Redis counts no runs of a schedule that allows overlaps, so these are looked up.
        if (job.Overlap == OverlapPolicy.Skip && schedule.Spec.Overlap == OverlapPolicy.Allow && await pending.ActiveAsync(schedule, cancel) is { } active)
        {
            throw InTheWay(active);
        }

        var result = (await queue.EnqueueAsync([job], job.DueMs, cancel))[0];
        return result.Outcome switch
        {
            EnqueueOutcome.Changed => null,
            EnqueueOutcome.Skipped => throw InTheWay(result.Blocker),
            _ => job.Id,
        };

        ConflictException InTheWay(string? run) => new($"The run '{run}' of schedule '{schedule.Id}' is active.");
    }

    /// <summary>Cancels a run: at once where it waits, by asking its worker where it runs.</summary>
    /// <exception cref="MissingException">There is no such run.</exception>
    /// <exception cref="ConflictException">It has ended.</exception>
    /// <exception cref="StoreUnavailableException">A store does not answer.</exception>
    public async Task CancelAsync(string scope, string executionId, Actor by, CancellationToken cancel)
    {
        // A run that was queued a moment ago may not be in the history yet, so the scope is read from its id.
        if (ScopeOf(executionId) != scope)
        {
            throw new MissingException(Kind, executionId);
        }

        await AuditAsync(AuditAction.Cancel, by, scope, $"execution/{executionId}", null, cancel);
        if (await jobs.CancelAsync(executionId, $"cancelled by {by.Name}", NowMs, cancel) == CancelResult.NotActive)
        {
            var run = await FindAsync(scope, executionId, cancel);
            throw new ConflictException($"The execution '{executionId}' is no longer active; it is {Words.Of(run.Status)}.");
        }
    }

    /// <summary>Runs the same again, as a new execution with the schedule's present definition and the run's own payload; answers its id.</summary>
    /// <exception cref="MissingException">There is no such run.</exception>
    /// <exception cref="ConflictException">It has not ended, or its schedule is gone or inactive, or the subscription that it was for is gone.</exception>
    /// <exception cref="StoreUnavailableException">A store does not answer.</exception>
    public async Task<string> RetryAsync(string scope, string executionId, Actor by, CancellationToken cancel)
    {
        var run = await FindAsync(scope, executionId, cancel);
        if (!HasEnded(run))
        {
            throw new ConflictException($"The execution '{executionId}' has not ended; it is {Words.Of(run.Status)}.");
        }

        var schedule = await definitions.FindScheduleAsync(scope, run.ScheduleId, cancel)
            ?? throw new ConflictException($"The schedule '{run.ScheduleId}' of the execution is gone.");
        var job = await AgainAsync(run, Runnable(schedule), by.Name, cancel)
            ?? throw new ConflictException($"The subscription '{ScheduleEvent.SubscriptionOf(run.Payload)}' that the execution was for is gone.");
        await AuditAsync(AuditAction.Retry, by, scope, $"execution/{executionId}", new JsonObject { ["executionId"] = job.Id }, cancel);
        await queue.EnqueueAsync([job], job.DueMs, cancel);
        return job.Id;
    }

    /// <summary>Retries every ended run that a filter finds (its limit and cursor are ignored), but those whose schedule is gone or inactive, or whose subscription is gone; answers how many.</summary>
    /// <exception cref="StoreUnavailableException">A store does not answer; what was retried before stays so.</exception>
    public async Task<int> RetryManyAsync(ExecutionQuery filter, Actor by, CancellationToken cancel)
    {
        await AuditAsync(AuditAction.Retry, by, filter.Scope, "executions", Facts(filter), cancel);
        var count = 0;
        var query = filter with { Limit = RetryPage, Cursor = null };
        do
        {
            var page = await executions.ListAsync(query, cancel);
            var again = new List<NewJob>();
            foreach (var runs in page.Items.Where(HasEnded).GroupBy(run => run.ScheduleId, StringComparer.Ordinal))
            {
                if (await definitions.FindScheduleAsync(filter.Scope, runs.Key, cancel) is { } view && IsRunnable(view))
                {
                    foreach (var run in runs)
                    {
                        if (await AgainAsync(run, view.Schedule, by.Name, cancel) is { } job)
                        {
                            again.Add(job);
                        }
                    }
                }
            }

            if (again.Count > 0)
            {
                await queue.EnqueueAsync(again, NowMs, cancel);
            }

            count += again.Count;
            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);

        return count;
    }

    private Task AuditAsync(AuditAction action, Actor by, string scope, string subject, JsonObject? facts, CancellationToken cancel) =>
        audit.AppendAsync([new Audits(by, Revisions.Milliseconds(time.GetUtcNow()), action).Asked(scope, subject, facts)], cancel);

    private static JsonObject Facts(ExecutionQuery filter) =>
        new()
        {
            ["status"] = filter.Status is { } status ? Words.Of(status) : null,
            ["scheduleId"] = filter.ScheduleId,
            ["from"] = filter.From is { } from ? TimeText.Format(from) : null,
            ["to"] = filter.To is { } to ? TimeText.Format(to) : null,
        };

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static bool HasEnded(Execution run) => run.Status is not (ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Retrying);

    private bool IsRunnable(ScheduleView view) => view.StatusAt(time.GetUtcNow()) != ScheduleStatus.Inactive;

    private Schedule Runnable(ScheduleView view) =>
        IsRunnable(view) ? view.Schedule
        : throw new ConflictException($"The schedule '{view.Schedule.Id}' is inactive: it is not enabled, or its workflow is a draft or archived.");

    private async Task<Execution> FindAsync(string scope, string id, CancellationToken cancel) =>
        await executions.FindAsync(scope, id, cancel) ?? throw new MissingException(Kind, id);

    private static string ScopeOf(string executionId)
    {
        var at = executionId.LastIndexOf('@');
        return ScheduleKey.Split(at < 0 ? executionId : executionId[..at]).Scope;
    }

    // What a subscription was to get it gets again; null where it is gone.
    private async Task<NewJob?> AgainAsync(Execution run, Schedule schedule, string by, CancellationToken cancel)
    {
        if (run.Trigger != ExecutionTrigger.Event || ScheduleEvent.SubscriptionOf(run.Payload) is not { } id)
        {
            return NewJob(schedule, run.Payload, ExecutionTrigger.Retry, $"retry of {run.Id} by {by}");
        }

        return await subscriptions.FindAsync(schedule.Scope, id, cancel) is { } subscription ? Deliveries.Again(run, subscription, ScheduleEntries.Job(schedule), NowMs, by) : null;
    }

    private NewJob NewJob(Schedule schedule, string? payload, ExecutionTrigger trigger, string reason, Actor? askedBy = null)
    {
        var now = NowMs;
        var spec = ScheduleEntries.Job(schedule);
        var queued = new JobEvent
        {
            Id = JobId.Unique(schedule.Key, now),
            Status = ExecutionStatus.Queued,
            Scope = schedule.Scope,
            ScheduleId = schedule.Id,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            Trigger = trigger,
            ScheduledMs = now,
            EnqueuedMs = now,
            Reason = reason,
            AskedBy = askedBy?.Name,
            AskedByKey = askedBy?.KeyId,
            Payload = payload,
        };
        return new NewJob(queued.Id, schedule.Key, payload is null ? spec : spec with { Payload = payload }, now, trigger, queued);
    }
}
