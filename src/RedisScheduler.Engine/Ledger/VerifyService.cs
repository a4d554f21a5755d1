using RedisScheduler.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Ledger;

/// <summary>
/// Checks the ledger: recomputes the due times of the past from the revisions of the definitions and matches them with the entries, one to one. Due times are computed with this
/// process's rules of zones; where these changed for the range, what was right then may be called wrong.
/// </summary>
public sealed class VerifyService
{
    /// <summary>The longest range.</summary>
    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);

    /// <summary>The most due times of one check.</summary>
    public const int MostDueTimes = 1_000_000;

    private const int PageSize = 500;
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(10);

    private readonly IScheduleHistory history;
    private readonly ILedger ledger;
    private readonly IDefinitionStore definitions;
    private readonly EngineOptions options;
    private readonly TimeProvider time;

    internal VerifyService(IScheduleHistory history, ILedger ledger, IDefinitionStore definitions, EngineOptions options, TimeProvider time) =>
        (this.history, this.ledger, this.definitions, this.options, this.time) = (history, ledger, definitions, options, time);

    /// <summary>Checks one schedule, or all that a scope has or had.</summary>
    /// <param name="scope">The tenant.</param>
    /// <param name="scheduleId">The schedule; <c>null</c> for all.</param>
    /// <param name="from">Due at or after; not before what the history keeps.</param>
    /// <param name="to">Due before; what is later than now is not looked at.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="MissingException">There is and was no such schedule.</exception>
    /// <exception cref="InvalidInputException">The range is empty, too long, too old, or has too many due times.</exception>
    public async Task<VerifyReport> VerifyAsync(string scope, string? scheduleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        to = to < now ? to : now;
        Check(from, to, now);
        var report = new VerifyReport { From = from, To = to };
        var pauses = await history.ScopePausesAsync(scope, cancel);
        if (scheduleId is not null)
        {
            if (!await VerifyAsync(report, scope, scheduleId, pauses, cancel))
            {
                throw new MissingException("schedule", scheduleId);
            }

            return report;
        }

        IReadOnlyList<string> ids = [];
        do
        {
            ids = await history.IdsAsync(scope, ids.Count == 0 ? "" : ids[^1], PageSize, cancel);
            foreach (var id in ids)
            {
                await VerifyAsync(report, scope, id, pauses, cancel);
            }
        } while (ids.Count == PageSize);

        return report;
    }

    private async Task<bool> VerifyAsync(VerifyReport report, string scope, string id, IReadOnlyList<ScopePause> pauses, CancellationToken cancel)
    {
        var revisions = await history.OfAsync(scope, id, cancel);
        if (revisions.Count == 0)
        {
            return false;
        }

        report.Schedules++;
        var view = await definitions.FindScheduleAsync(scope, id, cancel);
        var periods = new DuePeriods(revisions, pauses);
        var spent = await SpentAsync(scope, id, revisions, view, cancel);
        var unrecorded = (time.GetUtcNow() - RecordingTime).ToUnixTimeMilliseconds();
        var waiting = Math.Min(view?.State.NextRunAt?.ToUnixTimeMilliseconds() ?? long.MaxValue, unrecorded - (long)(view?.Schedule.Spec.Timing.Jitter.TotalMilliseconds ?? 0));
        var late = view?.Schedule.Spec.Misfire.Threshold ?? new MisfirePolicy().Threshold;
        var match = new LedgerMatch(report, id, periods, due => due >= waiting, (long)late.TotalMilliseconds);
        var (fromMs, toMs) = (report.From.ToUnixTimeMilliseconds(), report.To.ToUnixTimeMilliseconds() - 1);

        using var due = periods.Between(fromMs, toMs).Select(each => each with { Dropped = each.Dropped || each.Ms > spent }).GetEnumerator();
        var more = due.MoveNext();
        await foreach (var entry in ledger.ReadAsync(scope, id, fromMs, toMs, cancel))
        {
            for (; more && due.Current.Ms < entry.ScheduledMs; more = Next(due, report))
            {
                match.Take(due.Current);
            }

            match.Take(entry);
        }

        for (; more; more = Next(due, report))
        {
            match.Take(due.Current);
        }

        match.Close(long.MaxValue);
        return true;
    }

    /// <summary>The last run of a schedule that ended with its last allowed run: nothing is expected after it. Without such an end, the greatest number.</summary>
    private async Task<long> SpentAsync(string scope, string id, IReadOnlyList<ScheduleRevision> revisions, ScheduleView? view, CancellationToken cancel) =>
        revisions[^1].Timing.MaxRuns is not null && view?.State.Completed != false ? await ledger.LastRunAsync(scope, id, cancel) ?? long.MaxValue : long.MaxValue;

    private static bool Next(IEnumerator<RequiredDue> due, VerifyReport report) =>
        report.Expected + report.Pending + report.Dropped < MostDueTimes ? due.MoveNext()
            : throw FieldErrors.One("from", $"The range has more than {MostDueTimes:N0} due times; narrow it, or name a schedule.");

    private void Check(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (from >= to)
        {
            throw FieldErrors.One("from", $"{TimeText.Format(from)} is not before to, or not before now.");
        }

        if (to - from > LongestRange)
        {
            throw FieldErrors.One("from", $"The range must not be longer than {LongestRange.TotalDays:0} days.");
        }

        if (from < now - options.ExecutionRetention)
        {
            throw FieldErrors.One("from", $"The history is kept for {DurationText.Format(options.ExecutionRetention)}; what is older cannot be checked.");
        }
    }
}
