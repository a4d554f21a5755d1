using System.Text;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>A schedule that is due, as the script tells of it.</summary>
internal readonly ref struct DueText
{
    private readonly ReadOnlySpan<byte> key;
    private readonly ReadOnlySpan<byte> due;
    private readonly ReadOnlySpan<byte> revision;
    private readonly ReadOnlySpan<byte> runs;
    private readonly ReadOnlySpan<byte> cron;
    private readonly ReadOnlySpan<byte> zone;
    private readonly ReadOnlySpan<byte> timing;
    private readonly ReadOnlySpan<byte> anchor;
    private readonly ReadOnlySpan<byte> created;
    private readonly ReadOnlySpan<byte> misfire;
    private readonly ReadOnlySpan<byte> overlap;
    private readonly ReadOnlySpan<byte> who;
    private readonly ReadOnlySpan<byte> spec;
    private readonly ReadOnlySpan<byte> payload;

    /// <summary>Reads over one schedule.</summary>
    public DueText(ref PackedValues values)
    {
        key = values.Next();
        FireMs = FireScore.ToMs(NumberText.Read(values.Next()));
        due = values.Next();
        revision = values.Next();
        runs = values.Next();
        cron = values.Next();
        zone = values.Next();
        timing = values.Next();
        anchor = values.Next();
        created = values.Next();
        misfire = values.Next();
        overlap = values.Next();
        who = values.Next();
        spec = values.Next();
        payload = values.Next();
    }

    /// <summary>Its key.</summary>
    public string Key => Text(key);

    /// <summary>The fire time that was read.</summary>
    public long FireMs { get; }

    /// <summary>The schedule.</summary>
    /// <exception cref="FormatException">Its numbers are none.</exception>
    /// <exception cref="ArgumentException">A word of its policies is none.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its timing, misfire policy or spec are none.</exception>
    public DueSchedule Read()
    {
        var plan = PlanText.Read(Text(cron), Text(zone), Text(timing), Text(anchor.IsEmpty ? created : anchor), Text(misfire), Text(overlap));
        return new DueSchedule(
            Key, FireMs, NumberText.Read(due), NumberText.Read(revision), runs.IsEmpty ? 0 : NumberText.Read(runs), plan,
            SpecText.Read(key, who, spec, payload.IsEmpty ? null : Text(payload)));
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
