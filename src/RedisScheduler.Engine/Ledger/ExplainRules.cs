using RedisScheduler.Definitions;
using RedisScheduler.Ledger;
using RedisScheduler.Timing;
using Text = RedisScheduler.Definitions.Words;

namespace RedisScheduler.Engine.Ledger;

/// <summary>What the rules of a moment say of it, the entries aside. Pure: the same input gives the same answer.</summary>
internal sealed class ExplainRules(IReadOnlyList<ScheduleRevision> revisions, DuePeriods periods)
{
    private static readonly TimeSpan NearAClockChange = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestLookBack = TimeSpan.FromDays(3_700);

    /// <summary>The revision whose rules count; the first one for what is before it.</summary>
    internal ScheduleRevision Ruling(long atMs) => periods.At(atMs) ?? revisions[0];

    /// <summary>The due time of the timing alone that somebody means who names a moment: that moment, or one within the second that begins with it; <c>null</c> where there is none.</summary>
    internal long? Meant(long atMs)
    {
        var revision = Ruling(atMs);
        var withinMs = atMs % 1_000 == 0 ? 999 : 0;
        var first = revisions.Select(each => each.FirstDueMs).FirstOrDefault(due => due >= atMs && due <= atMs + withinMs);
        var next = Occurrences.Of(revision.Timing with { Exclusions = null, StartAt = null, EndAt = null }, revision.AnchorMs).NextAfter(atMs - 1);
        return first ?? (next <= atMs + withinMs ? next : null);
    }

    /// <summary>The reasons why nothing was to be done at a moment, the one that decided first; empty where it was due.</summary>
    /// <param name="atMs">The moment.</param>
    /// <param name="isDue">Whether the timing alone has an occurrence then.</param>
    internal IEnumerable<ExplainFact> Against(long atMs, bool isDue)
    {
        var revision = Ruling(atMs);
        if (periods.At(atMs) is null)
        {
            yield return new(ExplainKind.NotCreated, $"The schedule was first saved at {Utc(revision.AtMs)}.");
        }

        if (revision.Deleted)
        {
            yield return new(ExplainKind.Deleted, $"The schedule was deleted at {Utc(revision.AtMs)}.");
        }
        else if (!revision.Runs)
        {
            yield return new(ExplainKind.Inactive, $"From {Utc(revision.AtMs)} on the schedule was not enabled, or its workflow was a draft or archived.");
        }

        if (revision.Pause is { } pause && (pause.Until is null || pause.Until.Value.ToUnixTimeMilliseconds() >= atMs))
        {
            yield return new(ExplainKind.Paused, $"{Words(pause)} It held from {Utc(revision.AtMs)} on.");
        }

        if (periods.ScopePauseAt(atMs) is { } whole)
        {
            yield return new(ExplainKind.ScopePaused, $"The whole scope was paused. {Words(whole.Pause)}");
        }

        if (Window(revision.Timing, atMs) is { } window)
        {
            yield return new(ExplainKind.OutsideWindow, window);
        }

        if (!isDue)
        {
            yield return new(ExplainKind.NotDue, "The timing has no occurrence then.");
        }

        if (isDue && Occurrences.Of(revision.Timing, revision.AnchorMs).ExcludedBy(atMs) is { } by)
        {
            yield return new(ExplainKind.Excluded, $"{by.Field} takes it out: {by.Text}.");
        }
    }

    /// <summary>The change of clocks that a moment is near, and what the timing makes of it.</summary>
    internal ExplainFact? Clocks(long atMs)
    {
        var timing = Ruling(atMs).Timing;
        if (timing.Cron is null || ClockChange.Near(timing.TimeZone, atMs, NearAClockChange) is not { } change)
        {
            return null;
        }

        var text = change.ByMs > 0
            ? $"At {Zones.Local(timing.TimeZone, change.AtMs)} the clocks of {timing.TimeZone} went from {change.From} to {change.To}: the times between do not exist, and dstGap is {Text.Of(timing.DstGap)}."
            : $"At {Zones.Local(timing.TimeZone, change.AtMs)} the clocks of {timing.TimeZone} went from {change.From} back to {change.To}: the times between exist twice, and dstFold is {Text.Of(timing.DstFold)}.";
        return new(ExplainKind.ClockChange, text);
    }

    /// <summary>The due times around a moment by its rules, exclusions counted.</summary>
    internal (long? Previous, long? Next) Around(long atMs)
    {
        var revision = Ruling(atMs);
        var occurrences = Occurrences.Of(revision.Timing, revision.AnchorMs);
        long? previous = null;
        for (var window = 60_000L; previous is null && window < LongestLookBack.TotalMilliseconds; window *= 4)
        {
            previous = occurrences.Between(atMs - 1 - window, atMs - 1).Cast<long?>().LastOrDefault();
        }

        return (previous, occurrences.NextAfter(atMs));
    }

    private static string? Window(ScheduleTiming timing, long atMs) =>
        timing.StartAt is { } start && atMs < start.ToUnixTimeMilliseconds() ? $"Nothing is due before startAt, {TimeText.Format(start)}."
        : timing.EndAt is { } end && atMs > end.ToUnixTimeMilliseconds() ? $"Nothing is due after endAt, {TimeText.Format(end)}."
        : null;

    private static string Words(Schedules.Pause pause) =>
        $"Paused by {pause.By}{(pause.Until is { } until ? $" until {TimeText.Format(until)}" : "")}{(pause.Reason is null ? "" : $": {pause.Reason}")}.";

    private static string Utc(long ms) => TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(ms));
}
