using System.Runtime.CompilerServices;
using System.Text.Json;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Redis.Format;

/// <summary>JobSpec to text and back. The payload travels beside it, byte for byte.</summary>
internal static class SpecText
{
    private const int LongestCachedPayload = 1024;
    private static readonly RetryPolicy DefaultRetry = new();
    private static readonly ConditionalWeakTable<JobSpec, string> Written = [];
    private static readonly TextCache<(string Text, string? Payload), JobSpec> Parsed = new(20_000, key => ReadNew(key.Text) with { Payload = key.Payload });
    private static readonly TimeSpan DefaultTimeout = new JobSpec { Scope = "", ScheduleId = "", Target = new HandlerTarget("") }.Timeout;

    public static string Write(JobSpec spec) => Written.GetValue(spec, WriteNew);

    public static JobSpec Read(string text, string? payload) =>
        payload is { Length: > LongestCachedPayload } ? Parsed.Get((text, null)) with { Payload = payload } : Parsed.Get((text, payload));

    private static string WriteNew(JobSpec spec)
    {
        var retry = spec.Retry;
        var record = new SpecRecord
        {
            Scope = spec.Scope,
            ScheduleId = spec.ScheduleId,
            WorkflowId = spec.WorkflowId,
            Producer = spec.Producer,
            Attempts = retry.MaxAttempts,
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

    private static JobSpec ReadNew(string text)
    {
        var record = JsonSerializer.Deserialize(text, RedisJson.Compact.SpecRecord) ?? throw new JsonException("A spec is an object, not null.");
        return new JobSpec
        {
            Scope = record.Scope,
            ScheduleId = record.ScheduleId,
            WorkflowId = record.WorkflowId,
            Producer = record.Producer,
            Target = TargetOf(record.Target),
            Queue = record.Queue ?? QueueNames.Default,
            Priority = record.Priority ?? QueueNames.DefaultPriority,
            Timeout = Or(record.TimeoutMs, DefaultTimeout),
            Retry = new RetryPolicy
            {
                MaxAttempts = record.Attempts,
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
