using System.Collections.Concurrent;
using NodaTime;
using NodaTime.TimeZones;

namespace RedisScheduler.Timing;

/// <summary>
/// The offsets of one zone as two arrays, made once: the seam between NodaTime and code that asks ten thousand times a second.
/// </summary>
internal sealed class ZoneClock
{
    private static readonly ConcurrentDictionary<string, ZoneClock> Clocks = new(StringComparer.Ordinal);

    private readonly long[] starts;
    private readonly int[] offsets;

    private ZoneClock(DateTimeZone zone)
    {
        var time = new Interval(null, Instant.FromUnixTimeMilliseconds(Occurrences.HorizonMs));
        var intervals = zone.GetZoneIntervals(time, ZoneEqualityComparer.Options.MatchStartAndEndTransitions).ToArray();
        starts = [.. intervals.Select(i => i.HasStart ? i.Start.ToUnixTimeMilliseconds() : long.MinValue)];
        offsets = [.. intervals.Select(i => i.WallOffset.Milliseconds)];
    }

    /// <summary>The clock of a zone.</summary>
    /// <exception cref="TimingException">The zone is unknown.</exception>
    internal static ZoneClock Of(string id) => Clocks.GetOrAdd(id, static id => new ZoneClock(Zones.Find(id)));

    /// <summary>Milliseconds to add to UTC for the wall-clock time.</summary>
    internal int OffsetAt(long unixMs) => offsets[SpanAt(unixMs)];

    /// <summary>How many spans of one offset there are.</summary>
    internal int Spans => starts.Length;

    /// <summary>The span that an instant is in.</summary>
    internal int SpanAt(long unixMs)
    {
        var found = Array.BinarySearch(starts, unixMs);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The first instant of a span; the first span has none and answers the least number.</summary>
    internal long Start(int span) => starts[span];

    /// <summary>The first instant after a span; the horizon for the last.</summary>
    internal long End(int span) => span + 1 < starts.Length ? starts[span + 1] : Occurrences.HorizonMs;

    /// <summary>The offset of a span, in milliseconds.</summary>
    internal int Offset(int span) => offsets[span];
}
