namespace RedisScheduler.Redis.Format;

/// <summary>
/// A JobSpec as Redis keeps it, without its payload, which has a field of its own. Defaults are left out. The order is part of the format: scripts read the identity of a run
/// as everything before <c>"attempts":</c>, and the attempts that are allowed right there.
/// </summary>
internal sealed record SpecRecord
{
    public required string Scope { get; init; }
    public required string ScheduleId { get; init; }
    public string? WorkflowId { get; init; }
    public string? Producer { get; init; }
    public required int Attempts { get; init; }
    public required TargetRecord Target { get; init; }
    public string? Queue { get; init; }
    public int? Priority { get; init; }
    public long? TimeoutMs { get; init; }
    public long? DelayMs { get; init; }
    public double? Factor { get; init; }
    public long? MaxDelayMs { get; init; }
    public string? Jitter { get; init; }
}

/// <summary>A target, told apart by what it has: a handler's name, a URL, a command's name, or a topic (empty for none).</summary>
internal sealed record TargetRecord
{
    public string? Handler { get; init; }
    public string? Command { get; init; }
    public IReadOnlyList<string>? Args { get; init; }
    public string? Topic { get; init; }
    public string? Url { get; init; }
    public string? Method { get; init; }
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
    public string? Secret { get; init; }
    public IReadOnlyList<int>? Expect { get; init; }
}
