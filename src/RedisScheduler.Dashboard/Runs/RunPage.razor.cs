using Microsoft.AspNetCore.Components;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Executions;

namespace RedisScheduler.Dashboard.Runs;

/// <summary>One run: its times, its attempts, what came of it.</summary>
public sealed partial class RunPage : DashboardPage
{
    private Execution? run;
    private IReadOnlyList<Attempt>? attempts;

    /// <summary>The run's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        run = await TryAsync(() => Executions.FindAsync(Scope, Id, Cancel));
        if (run is null)
        {
            Missing();
            return;
        }
        attempts = await TryAsync(() => Executions.AttemptsAsync(Scope, Id, Cancel));
    }
}
