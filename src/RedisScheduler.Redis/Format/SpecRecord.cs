namespace RedisScheduler.Redis.Format;

/// <summary>
/// A JobSpec as Redis keeps it, without its payload and whose run it is, which have fields of their own. Defaults are left out. The name of <see cref="Attempts"/> is known to
/// scripts, which read how many are allowed.
/// </summary>
internal sealed record SpecRecord
{
    public int? Attempts { get; init; }
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
