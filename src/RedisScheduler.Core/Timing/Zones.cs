using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace RedisScheduler.Timing;

/// <summary>
/// Time zones of the IANA database that NodaTime carries. Never those of the machine: a system's data lags, and .NET's view
/// of it is wrong where winter time is the one with an offset (Dublin, Casablanca).
/// </summary>
public static class Zones
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;
    private static readonly FrozenSet<string> Ids = Source.GetIds().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The version of the database, such as <c>2026a</c>. A due time computed with another one is recomputed.</summary>
    public static string TzdbVersion => Source.TzdbVersion;

    /// <summary>All ids, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Ids.Order(StringComparer.Ordinal)];

    /// <summary>Whether the database has a zone or an alias of this exact name.</summary>
    public static bool IsKnown(string id) => Ids.Contains(id);

    /// <summary>The wall-clock time of an instant with its offset: <c>2026-11-21T09:30:00.000+01:00</c>.</summary>
    /// <exception cref="TimingException">The zone is unknown.</exception>
    public static string Local(string zone, long unixMs)
    {
        var offset = TimeSpan.FromMilliseconds(ZoneClock.Of(zone).OffsetAt(unixMs));
        var local = DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime + offset;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd'T'HH:mm:ss.fff}{sign}{offset:hh':'mm}");
    }

    /// <summary>What is wrong with a zone's name, with the right one where it can be guessed.</summary>
    internal static TimingFault Unknown(string id)
    {
        var guess = Source.WindowsMapping.PrimaryMapping.TryGetValue(id, out var iana)
            ? iana
            : All.FirstOrDefault(known => known.Equals(id, StringComparison.OrdinalIgnoreCase));
        return new(
            "timeZone",
            $"Unknown time zone '{id}'{(guess is null ? "" : $", did you mean '{guess}'?")} (IANA names, tzdb {TzdbVersion})."
        );
    }

    internal static DateTimeZone Find(string id) => IsKnown(id) ? DateTimeZoneProviders.Tzdb[id] : throw new TimingException(Unknown(id));
}
