using System.Text;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>A job as the exchange tells of it: id, attempts over and failures (empty for none), its run (due, made, trigger and schedule key), who, spec, payload.</summary>
internal readonly ref struct TakenText
{
    private readonly ReadOnlySpan<byte> id;
    private readonly ReadOnlySpan<byte> past;
    private readonly ReadOnlySpan<byte> run;
    private readonly ReadOnlySpan<byte> who;
    private readonly ReadOnlySpan<byte> spec;
    private readonly ReadOnlySpan<byte> payload;

    /// <summary>Reads over one job.</summary>
    public TakenText(ref PackedValues values)
    {
        id = values.Next();
        past = values.Next();
        run = values.Next();
        who = values.Next();
        spec = values.Next();
        payload = values.Next();
    }

    /// <summary>Its id.</summary>
    public string Id => Encoding.UTF8.GetString(id);

    /// <summary>The job.</summary>
    /// <param name="token">The token of its lease.</param>
    /// <exception cref="FormatException">Its values are none of a job.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its spec is none.</exception>
    public TakenJob Read(long token)
    {
        var left = run;
        var (due, made, trigger) = (NumberText.Read(Word(ref left)), HangfireTime.Read(Word(ref left)), Words.Trigger(Word(ref left)));
        var over = past;
        var (attempts, failures) = past.IsEmpty ? (0, 0) : ((int)NumberText.Read(Word(ref over)), (int)NumberText.Read(over));
        var job = SpecText.Read(left, who, spec, payload.IsEmpty ? null : Encoding.UTF8.GetString(payload));
        return new TakenJob(Id, token, attempts + 1, failures, ScheduleKey.Of(job.Scope, job.ScheduleId), job, due, made, trigger);
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        if (space < 0)
            throw new FormatException($"'{Encoding.UTF8.GetString(text)}' ends too early.");
        var word = text[..space];
        text = text[(space + 1)..];
        return word;
    }
}
