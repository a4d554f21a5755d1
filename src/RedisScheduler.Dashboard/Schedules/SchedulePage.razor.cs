using Microsoft.AspNetCore.Components;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>One schedule: when it runs next, what it does, how its runs went.</summary>
public sealed partial class SchedulePage : DashboardPage
{
    private const int ChartRuns = 50;
    private const int TableRows = 20;
    private const int NextTimesShown = 10;

    private ScheduleView? view;
    private Page<Execution>? runs;
    private ExecutionStats? stats;
    private IReadOnlyList<UpcomingRun>? upcoming;
    private StatsRange range = StatsRange.Default;
    private DateTimeOffset from;

    /// <summary>The schedule's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>What statistics go back to; see <see cref="StatsRange"/>.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    public string? RangeName { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        range = StatsRange.Find(RangeName);
        from = range.Begin(Now);
        view = await TryAsync(() => Schedules.FindAsync(Scope, Id, Cancel));
        if (view is null)
        {
            Missing();
            return;
        }
        upcoming = await TryAsync(() => Schedules.UpcomingAsync(Scope, Id, NextTimesShown, Now, Cancel));
        runs = await TryAsync(() => Executions.ListAsync(new ExecutionQuery(Scope) { ScheduleId = Id, Limit = ChartRuns }, Cancel));
        stats = await TryAsync(() => Executions.StatsAsync(new StatsQuery(Scope, Id, from, Now, range.Bucket), Cancel));
    }
}
