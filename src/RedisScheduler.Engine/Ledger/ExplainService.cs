using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workers;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Ledger;

/// <summary>Says why a schedule did, or did not, run at a moment: by the entry that the ledger has, or by the rules that held then.</summary>
public sealed class ExplainService
{
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(10);

    private readonly IScheduleHistory history;
    private readonly ILedger ledger;
    private readonly IExecutionReader executions;
    private readonly IDefinitionStore definitions;
    private readonly IQueues queues;
    private readonly IWorkerRegistry workers;
    private readonly TimeProvider time;

    internal ExplainService(
        IScheduleHistory history, ILedger ledger, IExecutionReader executions, IDefinitionStore definitions, IQueues queues, IWorkerRegistry workers, TimeProvider time) =>
        (this.history, this.ledger, this.executions, this.definitions, this.queues, this.workers, this.time) = (history, ledger, executions, definitions, queues, workers, time);

    /// <summary>Explains a moment of a schedule that there is, or was.</summary>
    /// <exception cref="MissingException">There is and was none.</exception>
    public async Task<Explanation> ExplainAsync(string scope, string id, DateTimeOffset at, CancellationToken cancel)
    {
        var revisions = await history.OfAsync(scope, id, cancel);
        if (revisions.Count == 0)
        {
            throw new MissingException("schedule", id);
        }

        var periods = new DuePeriods(revisions, await history.ScopePausesAsync(scope, cancel));
        var rules = new ExplainRules(revisions, periods);
        var meant = rules.Meant(at.ToUnixTimeMilliseconds());
        var atMs = meant ?? at.ToUnixTimeMilliseconds();
        var entries = await EntriesAsync(scope, id, atMs, cancel);
        var view = await definitions.FindScheduleAsync(scope, id, cancel);
        var facts = entries.Count > 0 ? await OfEntriesAsync(entries, view, cancel) : await WithoutEntryAsync(scope, id, atMs, meant is not null, periods, rules, view, cancel);
        if (rules.Clocks(atMs) is { } clocks)
        {
            facts.Add(clocks);
        }

        var (previous, next) = rules.Around(atMs);
        var zone = rules.Ruling(atMs).Timing.TimeZone;
        return new Explanation
        {
            At = at,
            ScheduledAt = meant is { } due ? Moment(due) : entries.Count > 0 ? entries[0].ScheduledAt : null,
            Local = Zones.Local(zone, atMs),
            Verdict = facts[0].Kind,
            Words = string.Join(' ', facts.Select(fact => fact.Text)),
            Facts = facts,
            Entries = entries,
            Previous = previous is { } before ? Moment(before) : null,
            Next = next is { } after ? Moment(after) : null,
        };
    }

    private async Task<List<Execution>> EntriesAsync(string scope, string id, long atMs, CancellationToken cancel)
    {
        var found = new List<Execution>();
        await foreach (var entry in ledger.ReadAsync(scope, id, atMs, atMs, cancel))
        {
            if (await executions.FindAsync(scope, entry.Id, cancel) is { } run)
            {
                found.Add(run);
            }
        }

        return found;
    }

    private async Task<List<ExplainFact>> OfEntriesAsync(List<Execution> entries, ScheduleView? view, CancellationToken cancel)
    {
        var facts = entries.ConvertAll(EntryWords.Of);
        if (entries.Count > 1)
        {
            facts.Add(new(ExplainKind.Duplicate, $"It has {entries.Count} entries, and should have one."));
        }

        if (facts[0].Kind == ExplainKind.Queued && view is not null)
        {
            facts.AddRange(await OfQueueAsync(view.Schedule.Spec.Queue, cancel));
        }

        return facts;
    }

    private async Task<List<ExplainFact>> WithoutEntryAsync(
        string scope, string id, long atMs, bool isDue, DuePeriods periods, ExplainRules rules, ScheduleView? view, CancellationToken cancel)
    {
        var facts = rules.Against(atMs, isDue).ToList();
        if (facts.Count > 0)
        {
            return facts;
        }

        var now = time.GetUtcNow();
        if (atMs > now.ToUnixTimeMilliseconds())
        {
            return [new(ExplainKind.Future, "It is still to come.")];
        }

        if (view?.State.Completed == true && rules.Ruling(atMs).Timing.MaxRuns is { } most && await ledger.LastRunAsync(scope, id, cancel) < atMs)
        {
            return [new(ExplainKind.MaxRuns, $"The schedule had had the {most} runs that maxRuns allows.")];
        }

        if (periods.Between(atMs, atMs).Any(due => due.Dropped))
        {
            return [new(ExplainKind.Dropped, "The definition was changed before it was fired, and what was waiting was dropped with the old rules.")];
        }

        if (atMs >= (now - RecordingTime).ToUnixTimeMilliseconds() || view?.State.NextRunAt <= Moment(atMs))
        {
            return [new(ExplainKind.Pending, "It is due, and not fired or not recorded yet."), .. await OfQueueAsync(view?.Schedule.Spec.Queue ?? QueueNames.Default, cancel)];
        }

        return [new(ExplainKind.Lost, "It was due by all rules, and the ledger has no entry for it.")];
    }

    private async Task<List<ExplainFact>> OfQueueAsync(string queue, CancellationToken cancel)
    {
        try
        {
            var facts = new List<ExplainFact>();
            if ((await queues.ListAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), cancel)).Any(each => each.Name == queue && each.Paused))
            {
                facts.Add(new(ExplainKind.QueuePaused, $"Its queue '{queue}' is paused."));
            }

            if (!(await workers.ListAsync(cancel)).Any(worker => worker.Queues.Contains(queue, StringComparer.Ordinal)))
            {
                facts.Add(new(ExplainKind.NoWorker, $"No worker that is alive takes from its queue '{queue}'."));
            }

            return facts;
        }
        catch (StoreUnavailableException)
        {
            return [new(ExplainKind.RedisAway, "Redis does not answer, so that nothing is known of its queue and of workers.")];
        }
    }

    private static DateTimeOffset Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
