using Microsoft.AspNetCore.Components;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Executions;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Runs;

/// <summary>Runs of all schedules, newest due time first.</summary>
public sealed partial class RunsPage : DashboardPage
{
    private static readonly IReadOnlyList<Option> StatusOptions =
        [.. Enum.GetValues<ExecutionStatus>().Select(status => new Option(status.ToString(), Words.Of(status)))];

    private static readonly IReadOnlyList<Option> TriggerOptions =
        [.. Enum.GetValues<ExecutionTrigger>().Select(trigger => new Option(trigger.ToString(), Words.Of(trigger)))];

    private Page<Execution>? list;

    /// <summary>The whole id of a schedule.</summary>
    [SupplyParameterFromQuery(Name = "schedule")]
    public string? ScheduleId { get; set; }

    /// <summary>The status to show.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>The trigger to show.</summary>
    [SupplyParameterFromQuery]
    public string? Trigger { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var query = new ExecutionQuery(Scope)
        {
            ScheduleId = string.IsNullOrWhiteSpace(ScheduleId) ? null : ScheduleId.Trim(),
            Status = Option.Parse<ExecutionStatus>(Status),
            Trigger = Option.Parse<ExecutionTrigger>(Trigger),
            Cursor = Cursor,
        };
        list = await TryAsync(() => Executions.ListAsync(query, Cancel));
    }
}
