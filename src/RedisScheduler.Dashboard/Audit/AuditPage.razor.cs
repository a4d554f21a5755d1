using Microsoft.AspNetCore.Components;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Audit;

/// <summary>Who did what in the scope; with a key of all scopes also what concerns the installation, by choice.</summary>
public sealed partial class AuditPage : DashboardPage
{
    private static readonly IReadOnlyList<Option> ActionOptions =
        [.. Enum.GetValues<AuditAction>().Where(action => action != AuditAction.Unknown).Select(action => new Option(action.ToString(), Of(action)))];

    private static readonly IReadOnlyList<Option> RangeOptions = [new("all", "All scopes")];

    private Page<AuditRecord>? list;
    private AuditVerification? verification;

    /// <summary>The action to show; its field is not called action, which would hide the form's own.</summary>
    [SupplyParameterFromQuery(Name = "what")]
    public string? Action { get; set; }

    /// <summary>The whole subject.</summary>
    [SupplyParameterFromQuery]
    public string? Subject { get; set; }

    /// <summary><c>all</c> shows every scope and the installation.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>Whether the chains are verified.</summary>
    [SupplyParameterFromQuery]
    public bool Verify { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!Person.May(Right.Audit))
        {
            Missing();
            return;
        }

        var scope = Person.KeyScope is null && Range == "all" ? null : Scope;
        var query = new AuditQuery(scope)
        {
            Action = Option.Parse<AuditAction>(Action),
            Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim(),
            Cursor = Cursor,
        };
        list = await TryAsync(() => Log.ListAsync(query, Cancel));
        verification = Verify ? await TryAsync(() => Log.VerifyAsync(scope, Cancel)) : null;
    }

    private static string Of(AuditAction action) =>
        action switch
        {
            AuditAction.RunNow => "run now",
            AuditAction.DispatchFailure => "failure",
            AuditAction.OverlapSkip => "overlap skip",
            AuditAction.SignInRefused => "sign-in refused",
            _ => action.ToString().ToLowerInvariant(),
        };

    private static Tone ToneOf(AuditAction action) =>
        action switch
        {
            AuditAction.Unknown or AuditAction.DispatchFailure or AuditAction.Delete or AuditAction.SignInRefused => Tone.Bad,
            AuditAction.Pause or AuditAction.Misfire or AuditAction.OverlapSkip or AuditAction.Cancel => Tone.Warn,
            AuditAction.Create or AuditAction.Resume => Tone.Good,
            AuditAction.RunNow or AuditAction.Backfill or AuditAction.Trigger or AuditAction.Retry => Tone.Busy,
            _ => Tone.Idle,
        };
}
