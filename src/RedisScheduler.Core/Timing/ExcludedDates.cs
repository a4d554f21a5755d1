namespace RedisScheduler.Timing;

/// <summary>The dates of a calendar, as days of one zone.</summary>
internal sealed class ExcludedDates : IExclusion
{
    private const long DayMs = 86_400_000;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    private readonly string field;
    private readonly CalendarDates calendar;
    private readonly ZoneClock clock;

    // Days since 1970, ranges that touch made one, so that a search never stops between them.
    private readonly List<long> firsts = [];
    private readonly List<long> lasts = [];

    internal ExcludedDates(CalendarDates calendar, int index, string timeZone)
    {
        field = $"calendars[{index}]";
        this.calendar = calendar;
        clock = ZoneClock.Of(calendar.TimeZone ?? timeZone);
        foreach (var range in calendar.Dates.OrderBy(range => range.First))
        {
            var (first, last) = (range.First.DayNumber - Epoch, range.Last.DayNumber - Epoch);
            if (lasts.Count > 0 && first <= lasts[^1] + 1)
                lasts[^1] = Math.Max(lasts[^1], last);
            else
            {
                firsts.Add(first);
                lasts.Add(last);
            }
        }
    }

    public long? ExcludedUntil(long dueMs)
    {
        var span = clock.SpanAt(dueMs);
        var offset = clock.Offset(span);
        var day = (long)Math.Floor((dueMs + offset) / (double)DayMs);
        var found = firsts.BinarySearch(day);
        var at = found >= 0 ? found : ~found - 1;
        if (at < 0 || lasts[at] < day)
            return null;
        return Math.Max(dueMs, Math.Min(((lasts[at] + 1) * DayMs) - offset, clock.End(span)) - 1);
    }

    public ExcludedBy NameOf(long dueMs)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(dueMs + clock.OffsetAt(dueMs)));
        return new(field, $"{calendar.Id} ({new DateRange(date, date)})");
    }
}
