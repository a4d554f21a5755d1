using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NCrontab;

namespace RedisScheduler.Timing;

/// <summary>
/// A cron expression: 5 or 6 fields (seconds first) or a macro, in the grammar and meaning of Cronos, so that what Hangfire's
/// users have means the same here. Names, <c>*</c>, <c>?</c>, lists, ranges (over the end too: <c>22-2</c>), steps, <c>L</c>, <c>L-3</c>, <c>LW</c>,
/// <c>15W</c>, <c>5#3</c>, <c>5L</c>; a day has to match day of month <em>and</em> day of week. Besides Cronos: <c>@every 90s</c>, an anchored interval.
/// </summary>
/// <remarks>
/// NCrontab enumerates wall-clock candidates from plain sets of values, which it does fast and right. The text is read here,
/// because NCrontab has no positions in its errors, swaps the ends of <c>22-2</c>, and knows no 7, ?, L, W and #.
/// </remarks>
public sealed class CronSchedule
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };

    private readonly CrontabSchedule? candidates;
    private const int MostCompiled = 10_000;

    // Compiled ones never change, and a save needs its expression several times.
    private static readonly ConcurrentDictionary<string, CronSchedule> Compiled = new(StringComparer.Ordinal);

    private readonly CronDays? days;
    private readonly CronPart[] parts;

    private CronSchedule(string text, CronPart[] parts, TimeSpan? every)
    {
        Text = text;
        Every = every;
        this.parts = parts;
        if (every is not null)
            return;

        IsIntervalLike = !(parts[0].IsFixed && parts[1].IsFixed && parts[2].IsFixed);
        days = new CronDays(parts[3], parts[5]);
        if (Exists(parts[4].Bits, days.Candidates))
            candidates = CrontabSchedule.Parse(Canonical(parts, days.Candidates), SixFields);
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The interval of <c>@every 90s</c>; null for all other expressions.</summary>
    public TimeSpan? Every { get; }

    /// <summary>Whether second, minute or hour has a star, a range or a step. See <see cref="DstFold.Auto"/>.</summary>
    public bool IsIntervalLike { get; }

    /// <summary>The expression in words: <c>At 09:30 on the last weekday of the month</c>.</summary>
    public string Description => Every is { } every ? $"Every {DurationText.Format(every)}" : CronDescription.Of(parts);

    /// <summary>Reads an expression.</summary>
    /// <exception cref="TimingException">It is refused; the message names field and position.</exception>
    public static CronSchedule Parse(string text) =>
        TryParse(text, out var schedule, out var error) ? schedule : throw new TimingException(new("cron", error.Message));

    /// <summary>Reads an expression, or says why it is refused.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out CronError? error)
    {
        if (Compiled.TryGetValue(text, out schedule))
        {
            error = null;
            return true;
        }

        error = CronParser.Read(text, out var parts, out var every);
        if (error is not null)
            return false;
        // What is in use is soon back.
        if (Compiled.Count >= MostCompiled)
            Compiled.Clear();
        Compiled[text] = schedule = new CronSchedule(text, parts, every);
        return true;
    }

    /// <summary>The first matching wall-clock time after one and before another; null where there is none.</summary>
    internal DateTime? NextWall(DateTime after, DateTime before)
    {
        while (candidates is not null && after < before)
        {
            var next = candidates.GetNextOccurrence(after, before);
            if (next >= before)
                return null;
            if (!days!.NeedsFilter || days.Matches(next))
                return next;
            after = next.Date.AddTicks(TimeSpan.TicksPerDay - 1);
        }
        return null;
    }

    /// <summary>The expression as sets. Not for <c>@every</c>, which has no wall clock.</summary>
    /// <param name="wholeMinutes">Whether an expression without seconds stands for every second of its minutes, not for the first.</param>
    internal CronMask Mask(bool wholeMinutes) => new(parts, days ?? throw new InvalidOperationException("@every has no wall clock."), wholeMinutes);

    /// <summary>Whether any of the months has any of the days: not so for 30 February.</summary>
    private static bool Exists(ulong months, ulong candidateDays)
    {
        for (var month = 1; month <= 12; month++)
        {
            var length = DateTime.DaysInMonth(2000, month);
            if ((months >> month & 1) != 0 && (candidateDays & ((2UL << length) - 1)) != 0)
                return true;
        }
        return false;
    }

    private static string Canonical(CronPart[] parts, ulong candidateDays) =>
        string.Join(
            ' ',
            parts.Select(part => CronPart.Canonical(part.Field, part.Field == CronField.DayOfMonth ? candidateDays : part.Bits))
        );
}
