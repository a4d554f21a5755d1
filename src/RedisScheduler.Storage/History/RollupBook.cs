using System.Runtime.InteropServices;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>What a batch changes of the rollups: ended runs are counted in, and out again where they are deleted or no longer what they were. Each rollup is written once.</summary>
internal sealed class RollupBook
{
    public const long Hour = 3_600_000;
    public const long HoursOfDay = 24;
    public const long Day = HoursOfDay * Hour;

    private static readonly BulkStatement<KeyValuePair<Key, Sums>> Write = KeyOf(
        new BulkStatement<KeyValuePair<Key, Sums>>(
            """
            INSERT INTO rollups (scope, schedule_id, hour, status, total, durations, duration_sum, latenesses, lateness_sum)
            SELECT r.scope, r.schedule_id, r.hour, r.status, r.total, r.durations, r.duration_sum, r.latenesses, r.lateness_sum FROM {rows} WHERE true
            ON CONFLICT (scope, schedule_id, hour, status) DO UPDATE SET
              total = rollups.total + excluded.total, durations = rollups.durations + excluded.durations, duration_sum = rollups.duration_sum + excluded.duration_sum,
              latenesses = rollups.latenesses + excluded.latenesses, lateness_sum = rollups.lateness_sum + excluded.lateness_sum
            """
        )
    )
        .Number("hour", row => row.Key.At)
        .Text("status", row => row.Key.Status)
        .Number("total", row => row.Value.Total)
        .Number("durations", row => row.Value.Durations)
        .Number("duration_sum", row => row.Value.DurationSum)
        .Number("latenesses", row => row.Value.Latenesses)
        .Number("lateness_sum", row => row.Value.LatenessSum);

    private static readonly BulkStatement<KeyValuePair<Key, Sums>> WriteDurations = KeyOf(
        new BulkStatement<KeyValuePair<Key, Sums>>(
            """
            INSERT INTO rollup_durations (scope, schedule_id, hours, at, bucket, total)
            SELECT r.scope, r.schedule_id, r.hours, r.at, r.bucket, r.total FROM {rows} WHERE true
            ON CONFLICT (scope, schedule_id, hours, at, bucket) DO UPDATE SET total = rollup_durations.total + excluded.total
            """
        )
    )
        .Number("hours", row => row.Key.Hours)
        .Number("at", row => row.Key.At)
        .Number("bucket", row => row.Key.Bucket)
        .Number("total", row => row.Value.Total);

    private static readonly BulkStatement<KeyValuePair<Key, Sums>> Forget = KeyOf(
        new BulkStatement<KeyValuePair<Key, Sums>>(
            """
            DELETE FROM rollups WHERE (scope, schedule_id, hour, status) IN (SELECT r.scope, r.schedule_id, r.hour, r.status FROM {rows}) AND total = 0
            """
        )
    )
        .Number("hour", row => row.Key.At)
        .Text("status", row => row.Key.Status);

    private static readonly BulkStatement<KeyValuePair<Key, Sums>> ForgetDurations = KeyOf(
        new BulkStatement<KeyValuePair<Key, Sums>>(
            """
            DELETE FROM rollup_durations WHERE (scope, schedule_id, hours, at, bucket) IN (SELECT r.scope, r.schedule_id, r.hours, r.at, r.bucket FROM {rows}) AND total = 0
            """
        )
    )
        .Number("hours", row => row.Key.Hours)
        .Number("at", row => row.Key.At)
        .Number("bucket", row => row.Key.Bucket);

    private readonly Dictionary<Key, Sums> sums = [];
    private readonly Dictionary<Key, Sums> durations = [];

    /// <summary>Counts a run in (1) or out (-1); one that has not ended is not counted.</summary>
    public void Count(ExecutionRow run, int sign)
    {
        if (!run.HasEnded)
            return;
        var (hour, day) = (HourOf(run.ScheduledAt), DayOf(run.ScheduledAt));
        Add(sums, new Key(run.Scope, "", 1, hour, run.Status, 0), run, sign);
        Add(sums, new Key(run.Scope, run.ScheduleId, 1, hour, run.Status, 0), run, sign);
        if (run.FinishedAt - run.StartedAt is not { } duration)
            return;
        var bucket = DurationBucket.Of(duration);
        Add(durations, new Key(run.Scope, "", 1, hour, "", bucket), run, sign);
        Add(durations, new Key(run.Scope, "", HoursOfDay, day, "", bucket), run, sign);
        Add(durations, new Key(run.Scope, run.ScheduleId, HoursOfDay, day, "", bucket), run, sign);
    }

    public async Task WriteAsync(Session session)
    {
        var (rollups, buckets) = (Ordered(sums), Ordered(durations));
        await session.RunAsync(Write, rollups);
        await session.RunAsync(WriteDurations, buckets);
        await session.RunAsync(Forget, rollups.FindAll(row => row.Value.Total < 0));
        await session.RunAsync(ForgetDurations, buckets.FindAll(row => row.Value.Total < 0));
    }

    /// <summary>The begin of the hour of a moment.</summary>
    public static long HourOf(long ms) => ms - (((ms % Hour) + Hour) % Hour);

    /// <summary>The begin of the day (UTC) of a moment.</summary>
    public static long DayOf(long ms) => ms - (((ms % Day) + Day) % Day);

    private static BulkStatement<KeyValuePair<Key, Sums>> KeyOf(BulkStatement<KeyValuePair<Key, Sums>> statement) =>
        statement.Text("scope", row => row.Key.Scope).Text("schedule_id", row => row.Key.ScheduleId);

    private static void Add(Dictionary<Key, Sums> book, Key key, ExecutionRow run, int sign)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(book, key, out _);
        sum = sum.Plus(new Sums(1, Given(run.FinishedAt - run.StartedAt), run.FinishedAt - run.StartedAt ?? 0, Given(run.StartedAt), run.StartedAt - run.ScheduledAt ?? 0), sign);
    }

    private static long Given(long? value) => value is null ? 0 : 1;

    /// <summary>In the order of their keys, as all that two transactions may write at once; those that come to nothing are left out.</summary>
    private static List<KeyValuePair<Key, Sums>> Ordered(Dictionary<Key, Sums> book) =>
        [
            .. book.Where(row => row.Value != default)
                .OrderBy(row => row.Key.Scope, StringComparer.Ordinal)
                .ThenBy(row => row.Key.ScheduleId, StringComparer.Ordinal)
                .ThenBy(row => row.Key.Status, StringComparer.Ordinal)
                .ThenBy(row => (row.Key.Hours, row.Key.At, row.Key.Bucket)),
        ];

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(string Scope, string ScheduleId, long Hours, long At, string Status, long Bucket);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sums(long Total, long Durations, long DurationSum, long Latenesses, long LatenessSum)
    {
        public Sums Plus(Sums other, int sign) =>
            new(
                Total + (sign * other.Total),
                Durations + (sign * other.Durations),
                DurationSum + (sign * other.DurationSum),
                Latenesses + (sign * other.Latenesses),
                LatenessSum + (sign * other.LatenessSum)
            );
    }
}
