using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>The zones that properties are checked over: those with the oddest clocks, or all where ALL_ZONES is set.</summary>
internal static class AllZones
{
    private static readonly string[] Odd =
    [
        "UTC",
        "Africa/Casablanca",
        "Africa/El_Aaiun",
        "Africa/Monrovia",
        "America/Caracas",
        "America/New_York",
        "America/Santiago",
        "America/Sao_Paulo",
        "America/Scoresbysund",
        "America/Vancouver",
        "Antarctica/Casey",
        "Antarctica/Troll",
        "Asia/Amman",
        "Asia/Gaza",
        "Asia/Kathmandu",
        "Asia/Pyongyang",
        "Asia/Tehran",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Europe/London",
        "Europe/Moscow",
        "Pacific/Apia",
        "Pacific/Kwajalein",
    ];

    internal static IEnumerable<string> Checked() => Environment.GetEnvironmentVariable("ALL_ZONES") is null ? Odd : Zones.All;
}
