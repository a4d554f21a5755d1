using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// JobSpec to text and back. The payload travels beside it, byte for byte, and so does whose run it is: the schedule's key and <see cref="WhoText"/>, so that what thousands of
/// schedules have in common is the same short text.
/// </summary>
internal static class SpecText
{
    private const char Separator = '\n';
    private static readonly RetryPolicy DefaultRetry = new();
    private static readonly ConditionalWeakTable<JobSpec, string> Written = [];
    private static readonly TextCache<JobSpec> Parsed = new(20_000, ReadNew);
    private static readonly TimeSpan DefaultTimeout = new JobSpec { Scope = "", ScheduleId = "", Target = new HandlerTarget("") }.Timeout;

    public static string Write(JobSpec spec) => Written.GetValue(spec, WriteNew);

    /// <exception cref="JsonException">It is no spec.</exception>
    public static JobSpec Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> who, ReadOnlySpan<byte> text, string? payload)
    {
        var all = ArrayPool<char>.Shared.Rent(key.Length + who.Length + text.Length + 2);
        try
        {
            var length = Encoding.UTF8.GetChars(key, all);
            all[length++] = Separator;
            length += Encoding.UTF8.GetChars(who, all.AsSpan(length));
            all[length++] = Separator;
            length += Encoding.UTF8.GetChars(text, all.AsSpan(length));
            var spec = Parsed.Get(all.AsSpan(0, length));
            return payload is null ? spec : spec with { Payload = payload };
        }
        finally
        {
            ArrayPool<char>.Shared.Return(all);
        }
    }

    private static string WriteNew(JobSpec spec)
    {
        var retry = spec.Retry;
        var record = new SpecRecord
        {
            Attempts = retry.MaxAttempts == DefaultRetry.MaxAttempts ? null : retry.MaxAttempts,
            Target = TargetOf(spec.Target),
            Queue = spec.Queue == QueueNames.Default ? null : spec.Queue,
            Priority = spec.Priority == QueueNames.DefaultPriority ? null : spec.Priority,
            TimeoutMs = Unless(spec.Timeout, DefaultTimeout),
            DelayMs = Unless(retry.Delay, DefaultRetry.Delay),
            Factor = retry.Factor.Equals(DefaultRetry.Factor) ? null : retry.Factor,
            MaxDelayMs = Unless(retry.MaxDelay, DefaultRetry.MaxDelay),
            Jitter = retry.Jitter == DefaultRetry.Jitter ? null : retry.Jitter.ToString(),
        };
        return JsonSerializer.Serialize(record, RedisJson.Compact.SpecRecord);
    }

    private static JobSpec ReadNew(string all)
    {
        var parts = all.Split(Separator, 3);
        var (scope, schedule) = ScheduleKey.Split(parts[0]);
        var (workflow, producer) = WhoText.Read(parts[1]);
        var record = JsonSerializer.Deserialize(parts[2], RedisJson.Compact.SpecRecord) ?? throw new JsonException("A spec is an object, not null.");
        return new JobSpec
        {
            Scope = scope,
            ScheduleId = schedule,
            WorkflowId = workflow,
            Producer = producer,
            Target = TargetOf(record.Target),
            Queue = record.Queue ?? QueueNames.Default,
            Priority = record.Priority ?? QueueNames.DefaultPriority,
            Timeout = Or(record.TimeoutMs, DefaultTimeout),
            Retry = new RetryPolicy
            {
                MaxAttempts = record.Attempts ?? DefaultRetry.MaxAttempts,
                Delay = Or(record.DelayMs, DefaultRetry.Delay),
                Factor = record.Factor ?? DefaultRetry.Factor,
                MaxDelay = Or(record.MaxDelayMs, DefaultRetry.MaxDelay),
                Jitter = record.Jitter is null ? DefaultRetry.Jitter : Enum.Parse<RetryJitter>(record.Jitter),
            },
        };
    }

    private static TargetRecord TargetOf(Target target) => target switch
    {
        HandlerTarget handler => new() { Handler = handler.Name },
        HttpTarget http => new()
        {
            Url = http.Url,
            Method = http.Method == "POST" ? null : http.Method,
            Headers = http.Headers.Count == 0 ? null : http.Headers,
            Secret = http.Secret,
            Expect = http.Expect.Count == 0 ? null : http.Expect,
        },
        CommandTarget command => new() { Command = command.Name, Args = command.Args.Count == 0 ? null : command.Args },
        EventTarget happening => new() { Topic = happening.Topic ?? "" },
        _ => throw new NotSupportedException($"A target of type '{target.Type}' has no form in Redis."),
    };

    private static Target TargetOf(TargetRecord record) => record switch
    {
        { Handler: { } name } => new HandlerTarget(name),
        { Url: { } url } => new HttpTarget(url)
        {
            Method = record.Method ?? "POST",
            Headers = record.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Secret = record.Secret,
            Expect = record.Expect ?? [],
        },
        { Command: { } name } => new CommandTarget(name, record.Args ?? []),
        { Topic: { } topic } => new EventTarget(topic.Length == 0 ? null : topic),
        _ => throw new JsonException("A target has neither a handler nor a url nor a command nor a topic."),
    };

    private static long? Unless(TimeSpan value, TimeSpan usual) => value == usual ? null : (long)value.TotalMilliseconds;

    private static TimeSpan Or(long? ms, TimeSpan usual) => ms is { } value ? TimeSpan.FromMilliseconds(value) : usual;
}
