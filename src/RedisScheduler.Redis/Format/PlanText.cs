using System.Globalization;
using System.Text.Json;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Redis.Format;

/// <summary>The policies of a plan; the usual ones are left out.</summary>
internal sealed record PolicyRecord
{
    public string? Overlap { get; init; }
    public string? Misfire { get; init; }
    public long? ThresholdMs { get; init; }
    public long? WindowMs { get; init; }
    public int? MaxCatchUp { get; init; }
}

/// <summary>
/// A SchedulePlan in the fields of a recurring job. What Hangfire's own fields tell is not written again: the timing where it is no more than a cron text and a zone, and the anchor
/// where it is the moment of the making.
/// </summary>
/// <param name="Timing">Its JSON; empty where <c>Cron</c> and <c>TimeZoneId</c> tell it.</param>
/// <param name="Anchor">Unix milliseconds; empty where it is <c>CreatedAt</c>.</param>
/// <param name="Policies">JSON; empty where there are only the usual ones.</param>
internal readonly record struct PlanText(string Timing, string Anchor, string Policies)
{
    private const char Separator = '\n';
    private static readonly MisfirePolicy DefaultMisfire = new();
    private static readonly PolicyRecord Usual = new();
    private static readonly TextCache<SchedulePlan> Parsed = new(50_000, ReadNew);

    public static PlanText Of(ScheduleEntry entry)
    {
        var (plan, timing, policies) = (entry.Plan, entry.Plan.Timing.ToJson(), PoliciesOf(entry.Plan));
        return new(
            timing == Plain(entry.CronText, entry.TimeZone).ToJson() ? "" : timing,
            plan.AnchorMs == entry.CreatedMs ? "" : plan.AnchorMs.ToString(CultureInfo.InvariantCulture),
            policies == Usual ? "" : JsonSerializer.Serialize(policies, RedisJson.Compact.PolicyRecord));
    }

    /// <exception cref="JsonException">It is no plan.</exception>
    /// <exception cref="ArgumentException">The same.</exception>
    public static SchedulePlan Read(string cron, string zone, string timing, string anchor, string policies) =>
        Parsed.Get(string.Join(Separator, cron, zone, anchor, policies, timing));

    private static SchedulePlan ReadNew(string all)
    {
        var parts = all.Split(Separator, 5);
        var (cron, zone, anchor, policies, timing) = (parts[0], parts[1], parts[2], parts[3], parts[4]);
        var record = policies.Length == 0 ? Usual : JsonSerializer.Deserialize(policies, RedisJson.Compact.PolicyRecord) ?? throw new JsonException("Policies are an object, not null.");
        var misfire = new MisfirePolicy
        {
            Action = record.Misfire is null ? DefaultMisfire.Action : Enum.Parse<MisfireAction>(record.Misfire),
            Threshold = Or(record.ThresholdMs, DefaultMisfire.Threshold),
            CatchUpWindow = Or(record.WindowMs, DefaultMisfire.CatchUpWindow),
            MaxCatchUp = record.MaxCatchUp ?? DefaultMisfire.MaxCatchUp,
        };
        var overlap = record.Overlap is null ? OverlapPolicy.Skip : Enum.Parse<OverlapPolicy>(record.Overlap);
        return new SchedulePlan(
            timing.Length == 0 ? Plain(cron, zone) : ScheduleTiming.FromJson(timing), long.Parse(anchor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), misfire, overlap);
    }

    private static PolicyRecord PoliciesOf(SchedulePlan plan)
    {
        var misfire = plan.Misfire;
        return new()
        {
            Overlap = plan.Overlap == OverlapPolicy.Skip ? null : plan.Overlap.ToString(),
            Misfire = misfire.Action == DefaultMisfire.Action ? null : misfire.Action.ToString(),
            ThresholdMs = misfire.Threshold == DefaultMisfire.Threshold ? null : (long)misfire.Threshold.TotalMilliseconds,
            WindowMs = misfire.CatchUpWindow == DefaultMisfire.CatchUpWindow ? null : (long)misfire.CatchUpWindow.TotalMilliseconds,
            MaxCatchUp = misfire.MaxCatchUp == DefaultMisfire.MaxCatchUp ? null : misfire.MaxCatchUp,
        };
    }

    private static ScheduleTiming Plain(string cron, string zone) => new() { Cron = cron, TimeZone = zone };

    private static TimeSpan Or(long? ms, TimeSpan usual) => ms is { } value ? TimeSpan.FromMilliseconds(value) : usual;
}
