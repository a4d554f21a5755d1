using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Backfill;

/// <summary>
/// Runs due times of the past by the schedule's present rules, its exclusions too, whether they ran at their time or not. Each due time is backfilled once: the id of its run is made
/// of it, and apart from that of the occurrence (<see cref="JobId.Backfill"/>), so that the same request twice makes nothing twice.
/// </summary>
public sealed class BackfillService
{
    private const int PageSize = 500;

    private readonly IDefinitionStore definitions;
    private readonly IExecutionReader executions;
    private readonly IJobIntake queue;
    private readonly IAuditLog audit;
    private readonly TimeProvider time;
    private readonly ILogger log;

    internal BackfillService(
        IDefinitionStore definitions, IExecutionReader executions, IJobIntake queue, IAuditLog audit, TimeProvider time, ILogger<BackfillService> log) =>
        (this.definitions, this.executions, this.queue, this.audit, this.time, this.log) = (definitions, executions, queue, audit, time, log);

    /// <summary>Queues the due times of a range, in batches; also while the schedule is paused or when it has completed.</summary>
    /// <exception cref="MissingException">There is no such schedule.</exception>
    /// <exception cref="InvalidInputException">The range is empty, reaches into the future, or has too many due times.</exception>
    /// <exception cref="ConflictException">The schedule is inactive.</exception>
    /// <exception cref="StoreUnavailableException">A store does not answer; what was queued before stays so, and the same request goes on.</exception>
    public async Task<BackfillResult> RunAsync(string scope, string scheduleId, BackfillRequest request, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var schedule = await RunnableAsync(scope, scheduleId, cancel);
        var all = DueTimes(schedule, request);
        var there = (await MadeAsync(schedule, request.From, request.To, cancel)).ConvertAll(run => run.Id).ToHashSet(StringComparer.Ordinal);
        var left = all.FindAll(due => !there.Contains(JobId.Backfill(schedule.Key, due)));
        if (!request.DryRun)
        {
            await RememberAsync(schedule, request, left.Count, by, cancel);
        }

        var (made, skipped) = request.DryRun ? (left, 0) : await EnqueueAsync(schedule, left, request.Overlap ?? OverlapPolicy.Allow, by.Name, cancel);
        if (!request.DryRun)
        {
            log.Backfilled(schedule.Key, made.Count, skipped, all.Count - made.Count - skipped, by.Name);
        }

        return new BackfillResult(
            [.. made.Select(DateTimeOffset.FromUnixTimeMilliseconds)],
            [.. made.Select(due => JobId.Backfill(schedule.Key, due))],
            skipped,
            all.Count - made.Count - skipped);
    }

    /// <summary>How far the backfill of a range is; as the history knows it, which follows with a delay.</summary>
    /// <exception cref="MissingException">There is no such schedule.</exception>
    /// <exception cref="InvalidInputException">The range is empty, reaches into the future, or has too many due times.</exception>
    public async Task<BackfillProgress> ProgressAsync(string scope, string scheduleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var schedule = (await definitions.FindScheduleAsync(scope, scheduleId, cancel) ?? throw new MissingException("schedule", scheduleId)).Schedule;
        var expected = DueTimes(schedule, new BackfillRequest(from, to, Max: BackfillRequest.MostRuns)).Count;
        var runs = await MadeAsync(schedule, from, to, cancel);
        return new BackfillProgress(expected, runs.CountBy(run => run.Status).ToDictionary());
    }

    private Task RememberAsync(Schedule schedule, BackfillRequest request, int count, Actor by, CancellationToken cancel)
    {
        var facts = new JsonObject { ["from"] = TimeText.Format(request.From), ["to"] = TimeText.Format(request.To), ["count"] = count };
        var entry = new Audits(by, Revisions.Milliseconds(time.GetUtcNow()), AuditAction.Backfill).Asked(schedule.Scope, $"schedule/{schedule.Id}", facts);
        return audit.AppendAsync([entry], cancel);
    }

    private async Task<Schedule> RunnableAsync(string scope, string id, CancellationToken cancel)
    {
        var view = await definitions.FindScheduleAsync(scope, id, cancel) ?? throw new MissingException("schedule", id);
        return view.StatusAt(time.GetUtcNow()) != ScheduleStatus.Inactive ? view.Schedule
            : throw new ConflictException($"The schedule '{id}' is inactive: it is not enabled, or its workflow is a draft or archived.");
    }

    private List<long> DueTimes(Schedule schedule, BackfillRequest request)
    {
        if (request.From >= request.To)
        {
            throw FieldErrors.One("from", $"{TimeText.Format(request.From)} is not before to.");
        }

        if (request.To > time.GetUtcNow())
        {
            throw FieldErrors.One("to", $"{TimeText.Format(request.To)} is in the future; what is due then runs by itself.");
        }

        var most = request.Overlap is null or OverlapPolicy.Allow ? BackfillRequest.MostRuns : BackfillRequest.MostBuffered;
        var max = Math.Min(request.Max ?? BackfillRequest.DefaultRuns, most);
        var (from, to) = (request.From.ToUnixTimeMilliseconds() - 1, request.To.ToUnixTimeMilliseconds() - 1);
        List<long> due = [.. Occurrences.Of(schedule.Spec.Timing, schedule.AnchorMs).Between(from, to).Take(max + 1)];
        return due.Count <= max ? due
            : throw FieldErrors.One("max", $"The range has more than {max} due times; narrow it, or allow more, up to {most}.");
    }

    private async Task<(List<long> Made, int Skipped)> EnqueueAsync(Schedule schedule, List<long> dueTimes, OverlapPolicy overlap, string by, CancellationToken cancel)
    {
        var (made, skipped) = (new List<long>(dueTimes.Count), 0);
        foreach (var batch in dueTimes.Chunk(PageSize))
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var results = await queue.EnqueueAsync([.. batch.Select(due => Job(schedule, due, now, by) with { Overlap = overlap })], now, cancel);
            made.AddRange(batch.Where((_, i) => results[i].Outcome is EnqueueOutcome.Queued or EnqueueOutcome.Waits));
            skipped += results.Count(result => result.Outcome == EnqueueOutcome.Skipped);
        }

        return (made, skipped);
    }

    private async Task<List<Execution>> MadeAsync(Schedule schedule, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var runs = new List<Execution>();
        var query = new ExecutionQuery(schedule.Scope) { ScheduleId = schedule.Id, Trigger = ExecutionTrigger.Backfill, From = from, To = to, Limit = PageSize };
        do
        {
            var page = await executions.ListAsync(query, cancel);
            runs.AddRange(page.Items);
            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);

        return runs;
    }

    private static NewJob Job(Schedule schedule, long dueMs, long nowMs, string by)
    {
        var queued = new JobEvent
        {
            Id = JobId.Backfill(schedule.Key, dueMs),
            Status = ExecutionStatus.Queued,
            Scope = schedule.Scope,
            ScheduleId = schedule.Id,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            Trigger = ExecutionTrigger.Backfill,
            ScheduledMs = dueMs,
            EnqueuedMs = nowMs,
            Reason = $"backfill by {by}",
        };
        return new NewJob(queued.Id, schedule.Key, ScheduleEntries.Job(schedule), dueMs, ExecutionTrigger.Backfill, queued);
    }
}
