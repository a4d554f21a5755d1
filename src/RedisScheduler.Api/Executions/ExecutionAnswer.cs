using System.Text.Json.Serialization;
using RedisScheduler.Api.Http;
using RedisScheduler.Executions;

namespace RedisScheduler.Api.Executions;

/// <summary>One run, or an occurrence that did not run.</summary>
internal abstract record ExecutionFields
{
    protected ExecutionFields(Execution run)
    {
        Id = run.Id;
        Scope = run.Scope;
        ScheduleId = run.ScheduleId;
        WorkflowId = run.WorkflowId;
        Producer = run.Producer;
        Trigger = run.Trigger;
        ScheduledAt = run.ScheduledAt;
        ScheduledTo = run.ScheduledTo;
        Count = run.Count;
        EnqueuedAt = run.EnqueuedAt;
        StartedAt = run.StartedAt;
        FinishedAt = run.FinishedAt;
        DurationMs = run.DurationMs;
        LatenessMs = run.LatenessMs;
        Status = run.Status;
        Reason = run.Reason;
        Worker = run.Worker;
        Error = run.Error;
        Output = run.Output;
        HttpStatus = run.HttpStatus;
        Payload = RawJson.Of(run.Payload);
    }

    public string Id { get; }
    public string Scope { get; }
    public string ScheduleId { get; }
    public string? WorkflowId { get; }
    public string? Producer { get; }
    public ExecutionTrigger Trigger { get; }
    public DateTimeOffset ScheduledAt { get; }

    /// <summary>Where the row stands for several occurrences in a row: the last of them.</summary>
    public DateTimeOffset? ScheduledTo { get; }

    /// <summary>How many occurrences the row stands for.</summary>
    public int Count { get; }
    public DateTimeOffset? EnqueuedAt { get; }
    public DateTimeOffset? StartedAt { get; }
    public DateTimeOffset? FinishedAt { get; }
    public long? DurationMs { get; }
    public long? LatenessMs { get; }
    public ExecutionStatus Status { get; }
    public string? Reason { get; }
    public string? Worker { get; }
    public ExecutionError? Error { get; }
    public string? Output { get; }
    public int? HttpStatus { get; }

    /// <summary>The payload where the run had one of its own.</summary>
    public RawJson? Payload { get; }
}

/// <summary>A run in a list: <c>attempts</c> is their number.</summary>
internal sealed record ExecutionAnswer : ExecutionFields
{
    private ExecutionAnswer(Execution run)
        : base(run) => Attempts = run.Attempts;

    [JsonPropertyOrder(1)]
    public int Attempts { get; }

    public static ExecutionAnswer Of(Execution run) => new(run);
}

/// <summary>A run by itself: <c>attempts</c> are all of them.</summary>
internal sealed record ExecutionDetail : ExecutionFields
{
    private ExecutionDetail(Execution run, IReadOnlyList<Attempt> attempts)
        : base(run) => Attempts = attempts;

    [JsonPropertyOrder(1)]
    public IReadOnlyList<Attempt> Attempts { get; }

    public static ExecutionDetail Of(Execution run, IReadOnlyList<Attempt> attempts) => new(run, attempts);
}
