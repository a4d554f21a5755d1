using Microsoft.AspNetCore.Components;
using RedisScheduler.Alerts;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>All schedules of the scope: when each runs next, how it did last, and its buttons.</summary>
public sealed partial class SchedulesPage : DashboardPage
{
    private static readonly IReadOnlyList<Option> StatusOptions =
        [.. Enum.GetNames<ScheduleStatus>().Select(name => new Option(name, name.ToLowerInvariant()))];

    // A start is recorded a moment after it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private IReadOnlyList<AlertCause>? overdue;
    private Page<ScheduleView>? list;
    private ScheduleSort sort;

    /// <summary>A part of name or id.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>The status to show.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>The order; see <see cref="ScheduleSort"/>.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? SortBy { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        sort = Option.Parse<ScheduleSort>(SortBy) ?? ScheduleSort.NextRunAt;
        var query = new ScheduleQuery(Scope)
        {
            Now = Now,
            Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
            Status = Option.Parse<ScheduleStatus>(Status),
            Sort = sort,
            Cursor = Cursor,
        };
        overdue = await TryAsync(() => Alerts.OverdueAsync(Scope, Now - Settling, OverdueNotice.MostShown, Cancel));
        list = await TryAsync(() => Schedules.ListAsync(query, Cancel));
    }
}
