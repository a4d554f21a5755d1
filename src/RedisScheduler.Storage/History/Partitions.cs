using System.Globalization;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>The days of the history's tables in PostgreSQL: made before the first row of a day is written, dropped whole when all in it is past retention.</summary>
internal static class Partitions
{
    private const long Day = 86_400_000;

    private const string OwnDays = """
        SELECT day AS at, name, to_regclass('executions_' || name) IS NULL AS is_missing
        FROM unnest(@Days) AS day CROSS JOIN to_char(to_timestamp(day / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD') AS name
        WHERE day >= (SELECT at FROM history_floor) ORDER BY day
        """;

    private const string Add = """
        SELECT add_history_partition(parent, to_char(to_timestamp(@Day / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD'), @Day, @Next)
        FROM unnest(ARRAY['executions', 'attempts', 'rollups', 'rollup_durations']) AS parent
        """;

    private const string Ended = """
        SELECT substr(relname, 12) FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'executions'::regclass AND relname <> 'executions_before' AND relname < 'executions_' || to_char(to_timestamp((@Before - 86400000) / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD')
        ORDER BY relname
        """;

    /// <summary>Makes the days of the rows, and the day after each, so that midnight finds it there.</summary>
    public static async Task<HistoryDays> MakeAsync(Session session, IEnumerable<long> dueMs)
    {
        var days = await ReadAsync(session, dueMs);
        foreach (var day in days.Where(day => day.IsMissing))
            await session.ExecuteAsync(Add, new { Day = day.At, Next = day.At + Day });
        return TablesOf(days);
    }

    /// <summary>The same where all are there; <c>null</c> where one has to be made.</summary>
    public static async Task<HistoryDays?> FindAsync(Session session, IEnumerable<long> dueMs)
    {
        var days = await ReadAsync(session, dueMs);
        return days.Exists(day => day.IsMissing) ? null : TablesOf(days);
    }

    /// <summary>
    /// The oldest day of which nothing is to be kept, and how many runs it had; <c>null</c> where there is none. A day waits one day more: then what must be kept of it has not ended, or
    /// ended more than a day late, and both are asked of small indexes.
    /// </summary>
    public static async Task<(string Day, int Runs)?> FindEndedAsync(Session session, long beforeMs)
    {
        foreach (var day in await session.ListAsync<string>(Ended, new { Before = beforeMs }))
        {
            if (await KeepsAsync(session, day, beforeMs))
                continue;
            return (day, await session.FirstAsync<int>($"SELECT CAST(coalesce(sum(total), 0) AS int) FROM rollups_{day} WHERE schedule_id = ''"));
        }

        return null;
    }

    /// <summary>Drops a day, unless something has come that must be kept, or another process has dropped it. Nothing in it takes long, and so nobody waits for it long.</summary>
    public static async Task<bool> DropAsync(Session session, string day, long beforeMs)
    {
        if (!await session.FirstAsync<bool>("SELECT to_regclass(@Table) IS NOT NULL", new { Table = $"executions_{day}" }) || await KeepsAsync(session, day, beforeMs))
            return false;
        // A reader that takes long makes this wait, and all others wait behind it: rather another time.
        await session.ExecuteAsync("SET LOCAL lock_timeout = '100ms'");
        await session.ExecuteAsync($"DROP TABLE executions_{day}, attempts_{day}, rollups_{day}, rollup_durations_{day}");
        return true;
    }

    private static async Task<bool> KeepsAsync(Session session, string day, long beforeMs)
    {
        var from = DateTimeOffset.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
        return await session.FirstAsync<bool>(
            $"""
            SELECT EXISTS (SELECT FROM executions_open WHERE at >= @From AND at < @To AND total > 0)
              OR coalesce((SELECT max(ended_late) FROM executions_{day} WHERE ended_late IS NOT NULL) >= @Before, false)
            """,
            new { From = from, To = from + Day, Before = beforeMs }
        );
    }

    private static Task<List<DayRow>> ReadAsync(Session session, IEnumerable<long> dueMs)
    {
        var wanted = dueMs.Select(ms => ms / Day * Day).Distinct().SelectMany(day => new[] { day, day + Day }).Distinct().ToArray();
        return session.ListAsync<DayRow>(OwnDays, new { Days = wanted });
    }

    private static HistoryDays TablesOf(List<DayRow> days) => new(days.ToDictionary(day => day.At, day => $"executions_{day.Name}"), "executions_before");

    private sealed record DayRow
    {
        public long At { get; init; }
        public string Name { get; init; } = "";
        public bool IsMissing { get; init; }
    }
}
