using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Workflows;

/// <summary>A workflow as it is saved.</summary>
internal sealed record WorkflowBody
{
    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to do.</summary>
    public required WorkflowStatus Status { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>The timing of the one schedule of a workflow without handlerConfig (the legacy form). Beside handlerConfig it makes no schedule.</summary>
    public string? Cron { get; init; }

    /// <summary>The IANA zone of cron, and of producers that name none; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What the legacy schedule does, and producers that name no target.</summary>
    public TargetBody? Target { get; init; }

    /// <summary>The payload of the legacy schedule.</summary>
    public RawJson? Payload { get; init; }

    /// <summary>The producers.</summary>
    public HandlerConfigBody? HandlerConfig { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>The producers of a workflow.</summary>
/// <param name="Producers">By name: 1 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen.</param>
internal sealed record HandlerConfigBody(IReadOnlyDictionary<string, ProducerBody> Producers);
