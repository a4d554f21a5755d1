using System.Globalization;
using System.Text.Json;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Redis.Format;

/// <summary>A misfire policy; what is usual is left out.</summary>
internal sealed record MisfireRecord
{
    public string? Action { get; init; }
    public long? ThresholdMs { get; init; }
    public long? WindowMs { get; init; }
    public int? MaxCatchUp { get; init; }
}

/// <summary>
/// A SchedulePlan in the fields of a recurring job. What Hangfire's own fields tell is not written again: the cron text and the zone of a timing, and the anchor where it is the moment of the
/// making. So hardly a field is over 64 bytes, beyond which redis-server gives up a hash's compact form.
/// </summary>
/// <param name="Timing">JSON of what <c>Cron</c> and <c>TimeZoneId</c> do not tell of it; empty where that is nothing.</param>
/// <param name="Anchor">Unix milliseconds; empty where it is <c>CreatedAt</c>.</param>
/// <param name="Misfire">JSON; empty where it is the usual one.</param>
/// <param name="Overlap">A word; empty for skip.</param>
internal readonly record struct PlanText(string Timing, string Anchor, string Misfire, string Overlap)
{
    private const char Separator = '\n';
    private static readonly MisfirePolicy DefaultMisfire = new();
    private static readonly MisfireRecord Usual = new();
    private static readonly ScheduleTiming Nothing = new() { TimeZone = null! };
    private static readonly TextCache<SchedulePlan> Parsed = new(50_000, ReadNew);

    public static PlanText Of(ScheduleEntry entry)
    {
        var (plan, misfire) = (entry.Plan, RecordOf(entry.Plan.Misfire));
        return new(
            TimingOf(plan.Timing, entry.CronText, entry.TimeZone),
            plan.AnchorMs == entry.CreatedMs ? "" : plan.AnchorMs.ToString(CultureInfo.InvariantCulture),
            misfire == Usual ? "" : JsonSerializer.Serialize(misfire, RedisJson.Compact.MisfireRecord),
            plan.Overlap == OverlapPolicy.Skip ? "" : Words.Of(plan.Overlap));
    }

    /// <exception cref="JsonException">It is no plan.</exception>
    /// <exception cref="ArgumentException">The same.</exception>
    public static SchedulePlan Read(string cron, string zone, string timing, string anchor, string misfire, string overlap) =>
        Parsed.Get(string.Join(Separator, cron, zone, anchor, overlap, misfire, timing));

    private static SchedulePlan ReadNew(string all)
    {
        var parts = all.Split(Separator, 6);
        var (cron, zone, anchor, overlap, policy, timing) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
        var record = policy.Length == 0 ? Usual : JsonSerializer.Deserialize(policy, RedisJson.Compact.MisfireRecord) ?? throw new JsonException("A misfire policy is an object, not null.");
        var misfire = new MisfirePolicy
        {
            Action = record.Action is null ? DefaultMisfire.Action : Enum.Parse<MisfireAction>(record.Action),
            Threshold = Or(record.ThresholdMs, DefaultMisfire.Threshold),
            CatchUpWindow = Or(record.WindowMs, DefaultMisfire.CatchUpWindow),
            MaxCatchUp = record.MaxCatchUp ?? DefaultMisfire.MaxCatchUp,
        };
        return new SchedulePlan(
            TimingOf(timing, cron, zone),
            long.Parse(anchor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            misfire,
            overlap.Length == 0 ? OverlapPolicy.Skip : Enum.Parse<OverlapPolicy>(overlap, ignoreCase: true));
    }

    private static MisfireRecord RecordOf(MisfirePolicy misfire) => new()
    {
        Action = misfire.Action == DefaultMisfire.Action ? null : misfire.Action.ToString(),
        ThresholdMs = misfire.Threshold == DefaultMisfire.Threshold ? null : (long)misfire.Threshold.TotalMilliseconds,
        WindowMs = misfire.CatchUpWindow == DefaultMisfire.CatchUpWindow ? null : (long)misfire.CatchUpWindow.TotalMilliseconds,
        MaxCatchUp = misfire.MaxCatchUp == DefaultMisfire.MaxCatchUp ? null : misfire.MaxCatchUp,
    };

    private static string TimingOf(ScheduleTiming timing, string cron, string zone)
    {
        // A zone that is missing is left out.
        var rest = timing with { Cron = timing.Cron == cron ? null : timing.Cron, TimeZone = timing.TimeZone == zone ? null! : timing.TimeZone };
        return rest != Nothing && rest.ToJson() is var json and not "{}" ? json : "";
    }

    private static ScheduleTiming TimingOf(string rest, string cron, string zone)
    {
        var timing = ScheduleTiming.FromJson(rest.Length == 0 ? "{}" : rest, zone);
        return timing is { Cron: null, Interval: null, At: null } ? timing with { Cron = cron } : timing;
    }

    private static TimeSpan Or(long? ms, TimeSpan usual) => ms is { } value ? TimeSpan.FromMilliseconds(value) : usual;
}
