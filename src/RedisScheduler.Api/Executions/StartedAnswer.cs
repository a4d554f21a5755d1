using Microsoft.AspNetCore.Http.HttpResults;

namespace RedisScheduler.Api.Executions;

/// <summary>A run that was queued. It shows in the history a moment later.</summary>
/// <param name="ExecutionId">Its id.</param>
internal sealed record StartedAnswer(string ExecutionId)
{
    public static Accepted<StartedAnswer> Of(string id) => TypedResults.Accepted($"/api/v1/executions/{Uri.EscapeDataString(id)}", new StartedAnswer(id));
}

/// <summary>Runs that were queued.</summary>
/// <param name="Count">How many.</param>
internal sealed record StartedManyAnswer(int Count);

/// <summary>Which runs to retry.</summary>
internal sealed record RetryManyBody
{
    /// <summary>The status that they ended with.</summary>
    public required RedisScheduler.Executions.ExecutionStatus Status { get; init; }

    /// <summary>Of one schedule.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }
}
