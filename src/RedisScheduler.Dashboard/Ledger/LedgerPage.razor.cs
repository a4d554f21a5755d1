using Microsoft.AspNetCore.Components;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Ledger;
using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Ledger;

/// <summary>Why a schedule ran or not at a moment, its last day checked, and a form that makes up the past.</summary>
public sealed partial class LedgerPage : DashboardPage
{
    private Explanation? why;
    private VerifyReport? report;
    private string? fault;

    /// <summary>The schedule's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The moment to be explained; now where it is absent.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? Moment { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var at = Now;
        if (!string.IsNullOrWhiteSpace(Moment) && !TimeText.TryParse(Moment.Trim(), out at, out fault))
        {
            return;
        }

        try
        {
            why = await TryAsync(() => Explains.ExplainAsync(Scope, Id, at, Cancel));
            report = why is null ? null : await TryAsync(() => Checks.VerifyAsync(Scope, Id, Now.AddDays(-1), Now, Cancel));
        }
        catch (MissingException)
        {
            Missing();
        }
        catch (InvalidInputException error)
        {
            fault = string.Join(' ', error.Errors.Values.SelectMany(messages => messages));
        }
    }

    private string At(DateTimeOffset at) => LedgerUrl.Of(Id, at);
}
